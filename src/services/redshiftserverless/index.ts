// Amazon Redshift Serverless: workgroups, which compute, and namespaces, which hold the data.
import type { Namespace, Workgroup } from '@aws-sdk/client-redshift-serverless'
import {
  defineService,
  type MetricDefinition,
  type ReadContext,
  type ResourceDefinition,
  type ResourceFacts,
} from '../../core/define.ts'
import { arnsIn, describe, labelRecord, related } from '../facts.ts'
import { countedBy, counter, fact, gauge } from '../kinds.ts'

/** https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-monitoring.html; again by database, each of them. */
const metrics: MetricDefinition[] = [
  gauge('ComputeCapacity', 'Count'),
  counter('ComputeSeconds', 'Seconds'),
  gauge('DatabaseConnections', 'Count'),
  ...countedBy(
    [['LatencyRange', 'Workgroup']],
    [gauge('QueriesCompletedPerSecond', 'Count/Second'), gauge('QueryDuration', 'Microseconds')],
  ),
  ...countedBy(
    [['QueryType', 'Workgroup']],
    [
      gauge('QueriesRunning', 'Count'),
      gauge('QueriesQueued', 'Count'),
      counter('QueriesSucceeded'),
      counter('QueriesFailed'),
    ],
  ),
  ...countedBy([['Stage', 'Workgroup']], [gauge('QueryRuntimeBreakdown', 'Milliseconds')]),
  // Of one limit each, of RPU-hours or of terabytes; AWS documents no dimension set.
  ...countedBy([], [fact('UsageLimitAvailable', 'None'), fact('UsageLimitConsumed', 'None')]),
  ...countedBy([['Database', 'Namespace']], [fact('TotalTableCount', 'Count')]),
  ...countedBy([['Namespace']], [fact('DataStorage', 'Megabytes')]),
  ...countedBy([[]], [fact('SnapshotStorage', 'Megabytes')]),
]

function workgroupFacts(context: ReadContext, workgroup: Workgroup, arn: string): ResourceFacts {
  const ec2 = arnsIn(context, 'ec2')
  const { subnetIds = [], securityGroupIds = [] } = workgroup
  return {
    arn,
    name: workgroup.workgroupName ?? arn,
    tags: {},
    labels: labelRecord({ namespacename: workgroup.namespaceName, hostname: workgroup.endpoint?.address }),
    attributes: describe(workgroup, [
      'workgroupName',
      'namespaceName',
      'status',
      'baseCapacity',
      'maxCapacity',
      'endpoint',
      'port',
      'publiclyAccessible',
      'enhancedVpcRouting',
      'subnetIds',
      'workgroupVersion',
      'creationDate',
    ]),
    ...related(
      ['in', ...subnetIds.map(id => ec2('subnet', id))],
      ['uses', ...securityGroupIds.map(id => ec2('security-group', id))],
    ),
  }
}

const namespaceFacts = (namespace: Namespace, arn: string): ResourceFacts => ({
  arn,
  name: namespace.namespaceName ?? arn,
  tags: {},
  labels: {},
  attributes: describe(namespace, ['namespaceName', 'status', 'dbName', 'logExports', 'creationDate']),
  ...related(['uses', namespace.kmsKeyId, namespace.defaultIamRoleArn]),
})

const workgroups: ResourceDefinition = {
  type: 'redshift-serverless:workgroup',
  title: 'Redshift Serverless workgroups',
  actions: [
    {
      action: 'redshift-serverless:ListWorkgroups',
      why: 'Lists Redshift Serverless workgroups with their capacity, network and namespace.',
    },
  ],
  scope: 'regional',
  labels: ['namespacename', 'hostname'],
  async *list(context) {
    const { paginateListWorkgroups, RedshiftServerlessClient } = await import('@aws-sdk/client-redshift-serverless')
    const client = context.client(RedshiftServerlessClient)
    for await (const page of paginateListWorkgroups({ client, pageSize: 100 }, {})) {
      yield (page.workgroups ?? []).flatMap(found =>
        found.workgroupArn ? workgroupFacts(context, found, found.workgroupArn) : [],
      )
    }
  },
}

const dataNamespaces: ResourceDefinition = {
  type: 'redshift-serverless:namespace',
  title: 'Redshift Serverless namespaces',
  actions: [
    {
      action: 'redshift-serverless:ListNamespaces',
      why: 'Lists Redshift Serverless namespaces with their key and status. No database is opened.',
    },
  ],
  scope: 'regional',
  async *list(context) {
    const { paginateListNamespaces, RedshiftServerlessClient } = await import('@aws-sdk/client-redshift-serverless')
    const client = context.client(RedshiftServerlessClient)
    for await (const page of paginateListNamespaces({ client, pageSize: 100 }, {})) {
      yield (page.namespaces ?? []).flatMap(found =>
        found.namespaceArn ? namespaceFacts(found, found.namespaceArn) : [],
      )
    }
  },
}

export const redshiftServerless = defineService({
  id: 'redshift-serverless',
  title: 'Amazon Redshift Serverless',
  namespaces: [
    {
      namespace: 'AWS/Redshift-Serverless',
      period: 60,
      publicationDelay: 300,
      metrics,
      dimensions: [
        'Workgroup',
        'Namespace',
        'Database',
        'LatencyRange',
        'QueryType',
        'Stage',
        'UsageLimitId',
        'UsageLimitType',
      ],
      grain: [['Workgroup']],
      otherSets: [
        ['Database', 'Workgroup'],
        ['Database', 'LatencyRange', 'Workgroup'],
        ['Database', 'QueryType', 'Workgroup'],
        ['Database', 'Stage', 'Workgroup'],
      ],
      // The ARNs hold ids, the dimensions names.
      associations: [
        { resourceType: 'redshift-serverless:workgroup', arn: /:workgroup\//, facts: { Workgroup: 'name' } },
        { resourceType: 'redshift-serverless:namespace', arn: /:namespace\//, facts: { Namespace: 'name' } },
      ],
    },
  ],
  resources: [workgroups, dataNamespaces],
})
