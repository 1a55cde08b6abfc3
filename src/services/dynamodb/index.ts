// Amazon DynamoDB: tables.
import { defineService, type ResourceDefinition } from '../../core/define.ts'
import { metrics } from './metrics.ts'

const tables: ResourceDefinition = {
  type: 'dynamodb:table',
  title: 'DynamoDB tables',
  actions: [{ action: 'dynamodb:ListTables', why: 'Lists the tables. No item is read.' }],
  scope: 'regional',
  async *list(context) {
    const { DynamoDBClient, paginateListTables } = await import('@aws-sdk/client-dynamodb')
    for await (const page of paginateListTables({ client: context.client(DynamoDBClient), pageSize: 100 }, {})) {
      yield (page.TableNames ?? []).map(name => ({
        arn: `arn:${context.partition}:dynamodb:${context.region}:${context.accountId}:table/${name}`,
        name,
        tags: {},
        labels: {},
        attributes: { TableName: name },
      }))
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
