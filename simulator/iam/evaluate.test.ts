import { describe, expect, it } from 'vitest'
import { evaluatorCases, policiesOfCase, requestOf } from './cases.ts'
import { checkDocument } from './document-rules.ts'
import { evaluate } from './evaluate.ts'

const tables = evaluatorCases()

describe.each([...tables])('%s', (_file, cases) => {
  it.each(cases)('$name', given => {
    expect(evaluate(requestOf(given), policiesOfCase(given))).toEqual(given.expected)
  })
})

describe('the table', () => {
  const all = [...tables.values()].flat()

  it('names every case once', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    expect(all.length).toBeGreaterThanOrEqual(80)
  })

  it('holds both answers, and each kind of policy as the reason', () => {
    const reasons = new Set(
      all.map(({ expected }) => (expected.allowed ? 'allowed' : `${expected.explicit} ${expected.by}`)),
    )
    expect(reasons.size).toBeGreaterThanOrEqual(9)
  })

  it('holds policies that IAM would take', () => {
    for (const { policies, name } of all) {
      if (policies.trust) expect(() => checkDocument(JSON.stringify(policies.trust), 'trust'), name).not.toThrow()
      for (const document of policies.identity)
        if ('Version' in document && document.Version === '2012-10-17')
          expect(() => checkDocument(JSON.stringify(document), 'identity'), name).not.toThrow()
    }
  })
})
