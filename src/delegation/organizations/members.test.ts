import { describe, expect, it } from 'vitest'
import type { RoleAccount } from '../../core/account.ts'
import { accountSettingsSchema } from '../../core/account-settings.ts'
import type { OrganizationConnection, OrganizationNode } from '../../core/organization.ts'
import type { Verification } from '../../core/verification.ts'
import { freshVerification } from '../verification/state.ts'
import { countMembers, countSentence, memberTable, wantedAccounts } from './members.ts'

const settings = accountSettingsSchema.parse({})
const managementAccountId = '100000000001'

const connection = (over: Partial<OrganizationConnection> = {}): OrganizationConnection => ({
  ...{ id: 'connection', organisation: 'acme', partition: 'aws', awsOrganizationId: 'o-0123456789' },
  ...{ managementAccountId, readThrough: 'reader', externalId: 'a'.repeat(32), nextExternalId: null },
  ...{ roleName: 'HeyCloud', rolePath: '/', include: ['ou-work'], exclude: [], autoJoin: true, settings },
  ...{ createdAt: 0, modifiedAt: 0 },
  ...over,
})

const node = (id: string, parentId: string | null, over: Partial<OrganizationNode> = {}): OrganizationNode => ({
  ...{ id, kind: 'account', name: `name of ${id}`, parentId, status: 'ACTIVE' },
  ...over,
})
const nodes = [
  node('r-root', null, { kind: 'root', status: null }),
  node('ou-work', 'r-root', { kind: 'ou', status: null }),
  node('ou-team', 'ou-work', { kind: 'ou', status: null }),
  node('ou-play', 'r-root', { kind: 'ou', status: null }),
  node(managementAccountId, 'ou-work'),
  node('1', 'ou-work'),
  node('2', 'ou-team'),
  node('3', 'ou-team', { status: 'SUSPENDED' }),
  node('4', 'ou-play'),
]

const account = (accountId: string, over: Partial<RoleAccount> = {}): RoleAccount => ({
  ...{ id: `config of ${accountId}`, organisation: 'acme', partition: 'aws', accountId, roleName: 'HeyCloud' },
  ...{ rolePath: '/', externalId: 'a'.repeat(32), name: null, alias: null, settings, state: 'connected' },
  ...{
    pausedAt: null,
    nextExternalId: null,
    secretLastFour: null,
    joinedBy: 'connection',
    createdAt: 0,
    modifiedAt: 0,
  },
  ...over,
})

const wanted = (over: Partial<OrganizationConnection> = {}) =>
  wantedAccounts({ connection: connection(over), nodes }).map(({ id }) => id)

describe('wanted accounts', () => {
  it('are the active ones of the chosen OUs and all below, without the management account', () => {
    expect(wanted()).toEqual(['1', '2'])
    expect(wanted({ include: ['r-root'] })).toEqual(['1', '2', '4'])
    expect(wanted({ include: ['ou-team'] })).toEqual(['2'])
    expect(wanted({ include: [] })).toEqual([])
    expect(wanted({ include: ['r-root'], exclude: ['2'] })).toEqual(['1', '4'])
  })
})

describe('the table', () => {
  const table = (
    accounts: RoleAccount[],
    verifications: [string, Partial<Verification>][] = [],
    over: Partial<OrganizationConnection> = {},
  ) =>
    memberTable({
      ...{ connection: connection(over), nodes, accounts, reading: { refusals: { 1: 'It is taken.' } } },
      verifications: new Map(
        verifications.map(([id, found]) => [`config of ${id}`, { ...freshVerification(0), ...found }]),
      ),
    })
  const stateOf = (accountId: string, ...given: Parameters<typeof table>) => {
    const { state, note } = table(...given).find(member => member.accountId === accountId) ?? {}
    return [state, note]
  }

  it('says of accounts that are not connected why not', () => {
    expect(table([]).map(({ accountId, state }) => [accountId, state])).toEqual([
      [managementAccountId, 'management'],
      ['1', 'not_joined'],
      ['2', 'not_joined'],
      ['3', 'suspended'],
      ['4', 'not_chosen'],
    ])
    expect(stateOf('1', [])).toEqual(['not_joined', 'It is taken.'])
    expect(stateOf('2', [], [], { exclude: ['2'] })).toEqual(['excluded', ''])
  })

  it('tells a role that is not there yet from one that is gone', () => {
    expect(stateOf('1', [account('1', { state: 'pending' })])).toEqual(['waiting', ''])
    const lost = account('1', { state: 'not_assumable' })
    expect(stateOf('1', [lost])[0]).toBe('waiting')
    expect(stateOf('1', [lost], [['1', { regions: ['eu-west-1'] }]])[0]).toBe('not_assumable')
    const problem = { code: 'account_claimed', title: 'The account cannot be connected here', detail: '' } as const
    expect(stateOf('1', [lost], [['1', { problem }]])).toEqual(['not_assumable', problem.title])
  })

  it('tells what a policy of the Organization stops from what the role’s own lacks', () => {
    const degraded = account('1', { state: 'degraded' })
    const missing = (cause: 'scp' | 'identity') => ({ missingActions: [{ cause }] as Verification['missingActions'] })
    expect(stateOf('1', [degraded], [['1', missing('identity')]])[0]).toBe('degraded')
    expect(stateOf('1', [degraded], [['1', missing('scp')]])[0]).toBe('denied_by_scp')
    expect(stateOf('1', [account('1', { state: 'degraded', pausedAt: 1 })])[0]).toBe('paused')
  })

  it('keeps those that joined and are out of place, and says so', () => {
    expect(stateOf('4', [account('4')])[1]).toMatch(/^It is outside the chosen OUs/)
    expect(stateOf('3', [account('3')])[1]).toMatch(/^AWS says SUSPENDED/)
    expect(stateOf('9', [account('9')])[1]).toMatch(/^AWS lists it as a member no longer/)
    // Somebody connected it by itself: where it is in the tree is nobody's concern.
    expect(stateOf('4', [account('4', { joinedBy: null })])).toEqual(['connected', ''])
    expect(stateOf('9', [account('9', { joinedBy: null })])).toEqual([undefined, undefined])
  })

  it('is summed up in a sentence', () => {
    const counts = countMembers(table([account('1'), account('2', { state: 'blocked' })]))
    expect(counts).toMatchObject({ connected: 1, blocked: 1, waiting: 0, management: 1, suspended: 1, not_chosen: 1 })
    expect(countSentence(counts)).toBe('1 connected, 1 blocked')
  })
})
