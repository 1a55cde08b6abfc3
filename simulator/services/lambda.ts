// The simulated Lambda: functions, their tags and the account's limits.
import type { ListFunctionsCommandInput, ListTagsCommandInput } from '@aws-sdk/client-lambda'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { here, onAll, pageOf } from './here.ts'

/** Lambda never gives more than 50 functions at once, whatever MaxItems says. */
const PAGE = 50

function listFunctions(world: World, input: ListFunctionsCommandInput, call: Call) {
  const { state } = here(world, call)
  const refuse = () => new AwsError('InvalidParameterValueException', 'The Marker is not valid.')
  const size = Math.min(PAGE, Math.max(1, input.MaxItems ?? PAGE))
  const { items, next } = pageOf('functions', state.functions, size, input.Marker, refuse)
  return { Functions: items, ...(next !== undefined && { NextMarker: next }) }
}

function listTags(world: World, input: ListTagsCommandInput, call: Call) {
  const { state } = here(world, call)
  const arn = input.Resource ?? ''
  if (!state.functions.some(f => f.FunctionArn === arn)) {
    throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404)
  }
  return { Tags: state.tags.get(arn) ?? {} }
}

function getAccountSettings(world: World, call: Call) {
  const { state } = here(world, call)
  return {
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: 1000,
      UnreservedConcurrentExecutions: 1000,
    },
    AccountUsage: {
      TotalCodeSize: state.functions.reduce((sum, f) => sum + (f.CodeSize ?? 0), 0),
      FunctionCount: state.functions.length,
    },
  }
}

export function simulatedLambda(world: World): SimulatedService {
  return {
    signingName: 'lambda',
    client: '@aws-sdk/client-lambda',
    protocol: 'restJson1',
    operations: {
      ListFunctions: {
        requires: onAll('lambda:ListFunctions'),
        answer: (input, call) => listFunctions(world, input, call),
      },
      ListTags: {
        requires: (input: ListTagsCommandInput) => [{ action: 'lambda:ListTags', resource: input.Resource ?? '*' }],
        answer: (input, call) => listTags(world, input, call),
      },
      GetAccountSettings: {
        requires: onAll('lambda:GetAccountSettings'),
        answer: (_input, call) => getAccountSettings(world, call),
      },
    },
  }
}
