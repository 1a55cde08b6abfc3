// External IDs: who may use which one, and for how long. A draft lives 48 hours, is bound to one account, and is never issued again.
// Two kinds are never drafts: the next one of an account that rotates, and the one that all members of an AWS Organization share.
// AWS: the ID is made by the third party, never typed by the customer, and is unique (IAM User Guide, "Access to AWS accounts owned by third parties").
import { type AwsAccount, accountLabel, externalIdPattern, usesRole } from '../core/account.ts'
import { type Clock, HOUR } from '../core/clock.ts'
import { HeyCloudError } from '../core/errors.ts'
import type { Random } from '../core/random.ts'
import type { ExternalIdRow, Settings } from '../store/settings-ports.ts'
import { createSerial } from './serial.ts'

/** How long a draft may wait for its account. */
export const draftLife = 48 * HOUR

export interface ExternalIdDraft {
  value: string
  createdAt: number
  expiresAt: number
}

/** Why an external ID may, or may not, be saved with a new account of this organisation. */
export type ExternalIdCheck =
  /** `joinedBy`: the organization connection whose members share it. */
  | { ok: true; joinedBy?: string }
  | {
      ok: false
      reason: 'malformed' | 'unknown' | 'expired' | 'bound' | 'retired' | 'not_a_member'
      sentence: string
    }

/** Whether AWS lists the account as a member of the AWS Organization of this connection. */
export type IsMember = (organisation: string, connectionId: string, accountId: string) => Promise<boolean>

export interface ExternalIds {
  /** The Add-account page's one draft: the same value for 48 hours, unless it was changed or any account was added meanwhile. */
  pageDraft(organisation: string): Promise<ExternalIdDraft>
  /** A new page draft because somebody asked for one; the old one is refused from now on. */
  regenerate(organisation: string, actor: string): Promise<ExternalIdDraft>
  /** The caller's own draft, never shown on the page; a program may hold several. */
  issueForApi(organisation: string, actor: string): Promise<ExternalIdDraft>
  /** The second value of an account that rotates: bound to it from the start, and good for no other. */
  issueNext(organisation: string, accountConfigId: string): Promise<string>
  /** The value that the members of an AWS Organization share: without an end while its connection lasts. */
  issueForOrganization(organisation: string, connectionId: string): Promise<string>
  /** Whether the value may be saved with this AWS account. */
  check(organisation: string, value: string, accountId: string): Promise<ExternalIdCheck>
  /** Ties a draft to its account, and ends the page's draft whichever ID the account took. Rejects with `invalid_external_id`. */
  bind(organisation: string, value: string, accountConfigId: string): Promise<void>
  /** Tombstones a value: it is refused, and never issued again. */
  retire(value: string): Promise<void>
}

export interface ExternalIdDependencies {
  settings: Pick<Settings, 'externalIds' | 'accounts' | 'audit'>
  isMember: IsMember
  clock: Clock
  random: Random
}

const day = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const asDraft = (row: ExternalIdRow): ExternalIdDraft => ({
  value: row.value,
  createdAt: row.createdAt,
  expiresAt: row.createdAt + draftLife,
})

const no = (reason: Exclude<ExternalIdCheck, { ok: true }>['reason'], sentence: string): ExternalIdCheck => ({
  ok: false,
  reason,
  sentence,
})

/** The public API's error: its detail is fixed and reveals nothing; the sentence for a person travels as the field's fault. */
export const invalidExternalId = (check: Extract<ExternalIdCheck, { ok: false }>): HeyCloudError =>
  new HeyCloudError(check.reason === 'not_a_member' ? 'not_a_member' : 'invalid_external_id', 'invalid External ID', {
    'auth_config.external_id': check.sentence,
  })

const isExpired = (row: ExternalIdRow, now: number): boolean => now - row.createdAt >= draftLife

/** By the account too: a process that died between saving an account and binding its ID leaves the row a draft. */
const isHolder = (account: AwsAccount, row: ExternalIdRow): boolean =>
  account.id === row.accountConfigId || (usesRole(account) && account.externalId === row.value)

interface Judged {
  organisation: string
  value: string
  row: ExternalIdRow | undefined
  holder: AwsAccount | undefined
  now: number
}

const advice = 'Use the new one shown on the page, and put it into the trust policy as the value of sts:ExternalId.'

function judge({ organisation, value, row, holder, now }: Judged): ExternalIdCheck {
  if (!externalIdPattern.test(value))
    return no('malformed', 'An external ID is 32 lower-case hexadecimal characters, made by HeyCloud; copy it whole.')
  // Another organisation's ID is answered exactly as one that never was: nothing is revealed.
  if (!row || row.organisation !== organisation)
    return no('unknown', 'HeyCloud did not issue this external ID to your organisation. Use the one shown on the page.')
  if (row.state === 'retired')
    return no(
      'retired',
      `This external ID was replaced on ${day(row.changedAt)}: somebody asked for a new one, an account’s was rotated, or an AWS account was added or removed. ${advice}`,
    )
  if (holder)
    return no(
      'bound',
      `This external ID belongs to account ${accountLabel(holder)} since ${day(row.changedAt)}. ${advice}`,
    )
  if (row.state === 'bound') return no('bound', `This external ID belongs to another account. ${advice}`)
  if (isExpired(row, now))
    return no(
      'expired',
      `This external ID expired on ${day(row.createdAt + draftLife)}, 48 hours after it was made. ${advice}`,
    )
  return { ok: true }
}

const isShared = (row: ExternalIdRow, organisation: string): boolean =>
  row.origin === 'organization' && row.organisation === organisation && row.state === 'bound'

const notAMember = (accountId: string): ExternalIdCheck =>
  no(
    'not_a_member',
    `This external ID is for the members of an AWS Organization, and AWS does not list ${accountId} as one of them. Use the one shown on the page; if the account has just been made, have the Organization read again.`,
  )

export function createExternalIds({ settings, isMember, clock, random }: ExternalIdDependencies): ExternalIds {
  /** A draft, unless it is bound from the start. */
  async function issue(
    organisation: string,
    origin: ExternalIdRow['origin'],
    boundTo: string | null = null,
  ): Promise<ExternalIdRow> {
    const now = clock.now()
    const row: ExternalIdRow = {
      value: random.hex(16),
      organisation,
      origin,
      state: boundTo === null ? 'draft' : 'bound',
      accountConfigId: boundTo,
      createdAt: now,
      changedAt: now,
    }
    await settings.externalIds.insert(row)
    return row
  }

  async function replacePageDraft(organisation: string): Promise<ExternalIdRow> {
    const present = await settings.externalIds.pageDraft(organisation)
    if (present) await settings.externalIds.retire(present.value, clock.now())
    return issue(organisation, 'page')
  }

  const audit = (organisation: string, actor: string, action: string): Promise<void> =>
    settings.audit.append({ organisation, at: clock.now(), actor, action, target: organisation, detail: {} })

  /** Two pages that open at once show one draft, and of two requests for a new one neither leaves an old one good. */
  const serial = createSerial()

  const pageDraft = (organisation: string): Promise<ExternalIdDraft> =>
    serial.run(organisation, async () => {
      const present = await settings.externalIds.pageDraft(organisation)
      return asDraft(present && !isExpired(present, clock.now()) ? present : await replacePageDraft(organisation))
    })

  async function judged(organisation: string, value: string, row: ExternalIdRow | undefined): Promise<ExternalIdCheck> {
    const holder = row && (await settings.accounts.list(organisation)).find(account => isHolder(account, row))
    return judge({ organisation, value, row, holder, now: clock.now() })
  }

  async function check(organisation: string, value: string, accountId: string): Promise<ExternalIdCheck> {
    const row = externalIdPattern.test(value) ? await settings.externalIds.get(value) : undefined
    if (!row?.accountConfigId || !isShared(row, organisation)) return judged(organisation, value, row)
    const member = await isMember(organisation, row.accountConfigId, accountId)
    return member ? { ok: true, joinedBy: row.accountConfigId } : notAMember(accountId)
  }

  return {
    pageDraft,
    check,

    async regenerate(organisation, actor) {
      const row = await serial.run(organisation, () => replacePageDraft(organisation))
      await audit(organisation, actor, 'external_id.regenerate')
      return asDraft(row)
    },

    async issueForApi(organisation, actor) {
      const row = await issue(organisation, 'api')
      await audit(organisation, actor, 'external_id.generate')
      return asDraft(row)
    },

    issueNext: async (organisation, accountConfigId) => (await issue(organisation, 'rotation', accountConfigId)).value,
    issueForOrganization: async (organisation, connectionId) =>
      (await issue(organisation, 'organization', connectionId)).value,

    async bind(organisation, value, accountConfigId) {
      if (!(await settings.externalIds.bind(value, organisation, accountConfigId, clock.now()))) {
        const found = await judged(organisation, value, await settings.externalIds.get(value))
        throw invalidExternalId(
          found.ok ? { ok: false, reason: 'bound', sentence: 'This external ID was taken a moment ago.' } : found,
        )
      }
      const page = await settings.externalIds.pageDraft(organisation)
      if (page && page.value !== value) await settings.externalIds.retire(page.value, clock.now())
    },

    retire: value => settings.externalIds.retire(value, clock.now()),
  }
}
