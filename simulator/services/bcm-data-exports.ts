// The simulated Data Exports of Billing and Cost Management: an account's exports, listed and shown.
import type { GetExportCommandInput, ListExportsCommandInput } from '@aws-sdk/client-bcm-data-exports'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { here, onAll, pageOf } from './here.ts'

function listExports(world: World, input: ListExportsCommandInput, call: Call) {
  const size = input.MaxResults ?? 100
  if (size < 1 || size > 100)
    throw new AwsError('ValidationException', 'MaxResults must have value between 1 and 100, inclusive')
  const refuse = () => new AwsError('ValidationException', 'NextToken is not valid')
  const { items, next } = pageOf('exports', here(world, call).state.exports, size, input.NextToken, refuse)
  return {
    Exports: items.map(({ shape, status }) => ({
      ExportArn: shape.ExportArn,
      ExportName: shape.Name,
      ExportStatus: status,
    })),
    ...(next !== undefined && { NextToken: next }),
  }
}

function getExport(world: World, input: GetExportCommandInput, call: Call) {
  const found = here(world, call).state.exports.find(({ shape }) => shape.ExportArn === input.ExportArn)
  if (!found) throw new AwsError('ResourceNotFoundException', `The export ${input.ExportArn} does not exist.`)
  return { Export: found.shape, ExportStatus: found.status }
}

/** One endpoint for all regions: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_Operations_AWS_Billing_and_Cost_Management_Data_Exports.html */
export function simulatedDataExports(world: World): SimulatedService {
  return {
    signingName: 'bcm-data-exports',
    client: '@aws-sdk/client-bcm-data-exports',
    protocol: 'awsJson1_1',
    target: 'AWSBillingAndCostManagementDataExports',
    operations: {
      ListExports: {
        requires: onAll('bcm-data-exports:ListExports'),
        answer: (input, call) => listExports(world, input, call),
      },
      GetExport: {
        requires: (input: GetExportCommandInput) => [
          { action: 'bcm-data-exports:GetExport', resource: input.ExportArn ?? '*' },
        ],
        answer: (input, call) => getExport(world, input, call),
      },
    },
  }
}
