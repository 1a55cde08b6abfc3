import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  type EvaluatorCase,
  evaluatorCases,
  policiesOfCase,
  requestOf,
  resourceOwner,
} from '../../simulator/iam/cases.ts'
import { evaluate } from '../../simulator/iam/evaluate.ts'

/** A folder whose node_modules holds @cloud-copilot/iam-simulate, which is no dependency of this project. */
const elsewhere = process.env.HEYCLOUD_IAM_SIMULATE_DIR
const name = '@cloud-copilot/iam-simulate'

interface Witness {
  runSimulation(
    simulation: object,
    options: object,
  ): Promise<{ resultType: string; overallResult?: string; errors?: unknown }>
}

function load(): Witness | undefined {
  const from = elsewhere === undefined ? import.meta.url : join(elsewhere, 'index.js')
  const require = createRequire(from)
  try {
    require.resolve(name)
  } catch {
    // Not installed: the tests below are skipped by name.
    return undefined
  }
  return require(name) as Witness
}

const witness = load()

function simulationOf(given: EvaluatorCase): object {
  const { request, policies } = given
  const named = (documents: object[]) => documents.map((policy, index) => ({ name: `policy-${index}`, policy }))
  return {
    request: {
      principal: request.principal,
      action: request.action,
      resource: { resource: request.resource, accountId: resourceOwner(given) },
      contextVariables: request.context,
    },
    identityPolicies: named(policies.identity),
    serviceControlPolicies: policies.serviceControl
      ? [{ orgIdentifier: 'o-1', policies: named(policies.serviceControl) }]
      : [],
    resourceControlPolicies: [],
    resourcePolicy: policies.trust ?? policies.resource,
    sessionPolicy: policies.session,
    permissionBoundaryPolicies: policies.boundary ? named([policies.boundary]) : undefined,
  }
}

const words = { allowed: 'Allowed', explicit: 'ExplicitlyDenied', implicit: 'ImplicitlyDenied' }

function ours(given: EvaluatorCase): string {
  const decision = evaluate(requestOf(given), policiesOfCase(given))
  return decision.allowed ? words.allowed : decision.explicit ? words.explicit : words.implicit
}

/** Unique ids are not in the witness's request, so it cannot tell a role from one made again under its name. */
const beyond = (given: EvaluatorCase) => given.policies.principalIds !== undefined

describe.each([...evaluatorCases()])(`witness: ${name}: %s`, (_file, cases) => {
  it.skipIf(!witness).each(cases.filter(given => !beyond(given)))('$name', async given => {
    const theirs = await witness?.runSimulation(simulationOf(given), {})
    expect(theirs?.errors).toBeUndefined()
    expect(ours(given)).toBe(theirs?.overallResult)
  })
})
