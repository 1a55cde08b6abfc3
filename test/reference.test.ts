// The generated reference is what the registry says today.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { referencePages, stalePages } from '../docs/generate.ts'
import { features } from '../src/core/define.ts'
import { metricQueries } from '../src/query/ast.ts'
import { parseQueries } from '../src/query/parse.ts'
import { derivedOf } from '../src/services/derived.ts'
import { actionsOf, metricByName, services } from '../src/services/index.ts'

const pages = await referencePages()

describe('docs/reference', () => {
  it('is fresh: run `node docs/generate.ts` where it is not', () => {
    expect(stalePages(pages)).toEqual([])
  })

  it('notices a page that differs, and one that belongs to nothing', () => {
    const changed = new Map(pages).set('iam-actions.md', 'something else')
    changed.delete('services/sqs.md')
    expect(stalePages(changed)).toEqual(['iam-actions.md', 'services/sqs.md'])
  })

  it('names every action and every metric', () => {
    const actions = pages.get('iam-actions.md') ?? ''
    for (const use of actionsOf(features)) expect(actions).toContain(use.action)
    for (const service of services)
      for (const metric of service.namespaces.flatMap(row => row.metrics))
        expect(pages.get(`services/${service.id}.md`)).toContain(`| ${metric.name} |`)
  })

  it('names every derived metric, and what reading costs at both cadences', () => {
    for (const service of services) {
      const page = pages.get(`services/${service.id}.md`) ?? ''
      for (const { metric } of derivedOf(service)) expect(page).toContain(`| \`${metric.name}\` |`)
      for (const { namespace } of service.namespaces) expect(page).toContain(`## ${namespace}\n`)
    }
    // 288 readings a day, and four: of one metric a month $0.0864 and $0.0012.
    const queues = pages.get('services/sqs.md') ?? ''
    expect(queues).toContain(
      '$8.64 a month where they are watched (read every 5 minutes) and $0.12 where not (every 6 hours)',
    )
  })
})

describe('docs/guides/queries.md', () => {
  const guide = readFileSync(new URL('../docs/guides/queries.md', import.meta.url), 'utf8')
  const examples = [...guide.matchAll(/```query\n([^`]+)```/g)].flatMap(([, block = '']) => block.trim().split('\n'))

  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(8)
  })

  it.each(examples)('%s', example => {
    for (const query of parseQueries(example).flatMap(metricQueries)) expect(metricByName(query.metric)).toBeDefined()
  })
})

describe('docs/guides/connect.md', () => {
  const guide = readFileSync(new URL('../docs/guides/connect.md', import.meta.url), 'utf8')
  const generated = pages.get('connect.md') ?? ''
  const blocks = [...guide.matchAll(/```(\w*)\n([^`]+)```/g)].map(([, language = '', text = '']) => ({
    language,
    text,
  }))

  it('has blocks of every kind', () => {
    expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['json', 'sh', 'hcl']))
  })

  it.each(blocks)('shows what is generated: $text', ({ text }) => {
    expect(generated).toContain(`\n${text}`)
  })

  it('speaks of every feature and every way', () => {
    for (const feature of features) expect(guide).toContain(feature)
    for (const way of ['Role Delegation', 'CloudFormation', 'Terraform', 'AWS CLI', 'AWS Organizations', 'Access Keys'])
      expect(guide).toMatch(new RegExp(`^## .*${way}$`, 'm'))
  })
})
