// The simulated DynamoDB: tables and their tags. Items are not simulated.
import type {
  DescribeTableCommandInput,
  ListTablesCommandInput,
  ListTagsOfResourceCommandInput,
} from '@aws-sdk/client-dynamodb'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import { tagList } from '../world/place.ts'
import type { World } from '../world/world.ts'
import { here, onAll, onOwn } from './here.ts'

const missing = (what: string) => new AwsError('ResourceNotFoundException', `Requested resource not found: ${what}`)

/** Pages by name: the token is the last table named. */
function listTables(world: World, input: ListTablesCommandInput, call: Call) {
  const { state } = here(world, call)
  const limit = input.Limit ?? 100
  if (limit < 1 || limit > 100) {
    throw new AwsError(
      'ValidationException',
      `Value '${limit}' at 'limit' failed to satisfy constraint: between 1 and 100`,
    )
  }
  const names = state.tables
    .map(t => t.TableName ?? '')
    .sort()
    .filter(name => name > (input.ExclusiveStartTableName ?? ''))
  const TableNames = names.slice(0, limit)
  const last = TableNames.at(-1)
  return { TableNames, ...(names.length > limit && last !== undefined && { LastEvaluatedTableName: last }) }
}

/** The API takes a table's name or its ARN. */
const nameOf = (table: string | undefined): string => table?.split('table/').at(-1) ?? ''

function describeTable(world: World, input: DescribeTableCommandInput, call: Call) {
  const { state } = here(world, call)
  const name = nameOf(input.TableName)
  const table = state.tables.find(t => t.TableName === name)
  if (!table) throw missing(`Table: ${name} not found`)
  return { Table: table }
}

function listTags(world: World, input: ListTagsOfResourceCommandInput, call: Call) {
  const { state } = here(world, call)
  const arn = input.ResourceArn ?? ''
  if (!state.tables.some(t => t.TableArn === arn)) throw missing(`ResourceArn: ${arn} not found`)
  return { Tags: tagList(state.tags.get(arn)) }
}

export function simulatedDynamoDb(world: World): SimulatedService {
  return {
    signingName: 'dynamodb',
    client: '@aws-sdk/client-dynamodb',
    protocol: 'awsJson1_0',
    target: 'DynamoDB_20120810',
    operations: {
      ListTables: {
        requires: onAll('dynamodb:ListTables'),
        answer: (input, call) => listTables(world, input, call),
      },
      DescribeTable: {
        requires: onOwn<DescribeTableCommandInput>(
          'dynamodb:DescribeTable',
          'dynamodb',
          input => `table/${nameOf(input.TableName)}`,
        ),
        answer: (input, call) => describeTable(world, input, call),
      },
      ListTagsOfResource: {
        requires: (input: ListTagsOfResourceCommandInput) => [
          { action: 'dynamodb:ListTagsOfResource', resource: input.ResourceArn ?? '*' },
        ],
        answer: (input, call) => listTags(world, input, call),
      },
    },
  }
}
