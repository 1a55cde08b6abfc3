// The simulated Account Management API: which regions an account has enabled.
import type { ListRegionsCommandInput } from '@aws-sdk/client-account'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { globalArn, here, pageOf } from './here.ts'

const statusOf = {
  'opt-in-not-required': 'ENABLED_BY_DEFAULT',
  'opted-in': 'ENABLED',
  'not-opted-in': 'DISABLED',
} as const

function listRegions(world: World, input: ListRegionsCommandInput, call: Call) {
  here(world, call)
  if (input.AccountId !== undefined && input.AccountId !== call.caller.accountId) {
    throw new AwsError('AccessDeniedException', 'The account is not a member of an organization that you manage.', 403)
  }
  const wanted = input.RegionOptStatusContains
  const found = world
    .regionsOf(call.caller.accountId)
    .map(r => ({ RegionName: r.name, RegionOptStatus: statusOf[r.optIn] }))
    .filter(r => !wanted?.length || wanted.includes(r.RegionOptStatus))
  const refuse = () => new AwsError('ValidationException', 'The next token is not valid.')
  const { items, next } = pageOf('regions', found, input.MaxResults ?? 20, input.NextToken, refuse)
  return { Regions: items, ...(next !== undefined && { NextToken: next }) }
}

export function simulatedAccount(world: World): SimulatedService {
  return {
    signingName: 'account',
    client: '@aws-sdk/client-account',
    protocol: 'restJson1',
    operations: {
      ListRegions: {
        requires: (_input, call) => [
          { action: 'account:ListRegions', resource: globalArn(call, 'account', `${call.caller.accountId}:account`) },
        ],
        answer: (input, call) => listRegions(world, input, call),
      },
    },
  }
}
