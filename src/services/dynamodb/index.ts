// Amazon DynamoDB: tables.
import type { TableDescription } from '@aws-sdk/client-dynamodb'
import { defineService, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { numberOf } from '../derived.ts'
import { askEach, describe, related } from '../facts.ts'
import { metrics } from './metrics.ts'

function tableFacts(name: string, arn: string, table: TableDescription = {}): ResourceFacts {
  return {
    arn,
    name,
    tags: {},
    labels: {},
    attributes: {
      ...describe(table, [
        'TableName',
        'TableStatus',
        'ItemCount',
        'TableSizeBytes',
        'CreationDateTime',
        'KeySchema',
        'TableClassSummary',
        'BillingModeSummary',
        'DeletionProtectionEnabled',
        'StreamSpecification',
        'SSEDescription',
        'GlobalTableVersion',
      ]),
      Indexes: (table.GlobalSecondaryIndexes ?? []).flatMap(index => index.IndexName ?? []),
      Replicas: (table.Replicas ?? []).flatMap(replica => replica.RegionName ?? []),
    },
    ...related(['uses', table.SSEDescription?.KMSMasterKeyArn]),
  }
}

const tables: ResourceDefinition = {
  type: 'dynamodb:table',
  title: 'DynamoDB tables',
  actions: [
    { action: 'dynamodb:ListTables', why: 'Lists the tables. No item is read.' },
    { action: 'dynamodb:DescribeTable', why: 'Reads a table’s billing mode, indexes, size and key. No item is read.' },
  ],
  scope: 'regional',
  derived: [
    {
      name: 'aws.dynamodb.item_count',
      unit: 'Count',
      description: 'How many items the table holds, as AWS counts them about every six hours.',
      value: numberOf('ItemCount'),
    },
    {
      name: 'aws.dynamodb.table_size_bytes',
      unit: 'Bytes',
      description: 'How large the table is, as AWS measures it about every six hours.',
      value: numberOf('TableSizeBytes'),
    },
  ],
  async *list(context) {
    const { DescribeTableCommand, DynamoDBClient, paginateListTables } = await import('@aws-sdk/client-dynamodb')
    const client = context.client(DynamoDBClient)
    for await (const page of paginateListTables({ client, pageSize: 100 }, {})) {
      yield await askEach(page.TableNames ?? [], ['ResourceNotFoundException'], async TableName => {
        const { Table } = await client.send(new DescribeTableCommand({ TableName }))
        const arn = `arn:${context.partition}:dynamodb:${context.region}:${context.accountId}:table/${TableName}`
        return tableFacts(TableName, Table?.TableArn ?? arn, Table)
      })
    }
  },
}

export const dynamodb = defineService({
  id: 'dynamodb',
  title: 'Amazon DynamoDB',
  namespaces: [
    {
      namespace: 'AWS/DynamoDB',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: [
        'TableName',
        'GlobalSecondaryIndexName',
        'Operation',
        'OperationType',
        'Verb',
        'ReceivingRegion',
        'StreamLabel',
        'DelegatedOperation',
      ],
      // Of a table without its global secondary indexes, which count for themselves.
      grain: [['TableName'], ['TableName', 'GlobalSecondaryIndexName']],
      otherSets: [
        ['TableName', 'Operation'],
        ['TableName', 'Operation', 'Verb'],
        ['TableName', 'Operation', 'OperationType'],
      ],
      // Metrics of an index or an operation name the table too, and are its.
      associations: [{ resourceType: 'dynamodb:table', arn: /:table\/(?<TableName>[^/]+)$/ }],
    },
  ],
  resources: [tables],
})
