// External IDs: who may use which one, and for how long. A draft lives 48 hours, is bound to one account, and is never issued again.
// AWS: the ID is made by the third party, never typed by the customer, and is unique (IAM User Guide, "Access to AWS accounts owned by third parties").
import { type AwsAccount, accountLabel, externalIdPattern } from '../core/account.ts'
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
  | { ok: true }
  | { ok: false; reason: 'malformed' | 'unknown' | 'expired' | 'bound' | 'retired'; sentence: string }

export interface ExternalIds {
  /** The Add-account page's one draft: the same value for 48 hours, unless it was changed or any account was added meanwhile. */
  pageDraft(organisation: string): Promise<ExternalIdDraft>
  /** A new page draft because somebody asked for one; the old one is refused from now on. */
  regenerate(organisation: string, actor: string): Promise<ExternalIdDraft>
  /** The caller's own draft, never shown on the page; a program may hold several. */
  issueForApi(organisation: string, actor: string): Promise<ExternalIdDraft>
  check(organisation: string, value: string): Promise<ExternalIdCheck>
  /** Ties a draft to its account, and ends the page's draft whichever ID the account took. Rejects with `invalid_external_id`. */
  bind(organisation: string, value: string, accountConfigId: string): Promise<void>
  /** Tombstones a value: it is refused, and never issued again. */
  retire(value: string): Promise<void>
}

export interface ExternalIdDependencies {
  settings: Pick<Settings, 'externalIds' | 'accounts' | 'audit'>
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
  new HeyCloudError('invalid_external_id', 'invalid External ID', { 'auth_config.external_id': check.sentence })

const isExpired = (row: ExternalIdRow, now: number): boolean => now - row.createdAt >= draftLife

/** By the account too: a process that died between saving an account and binding its ID leaves the row a draft. */
const isHolder = (account: AwsAccount, row: ExternalIdRow): boolean =>
  account.id === row.accountConfigId || account.externalId === row.value

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
  if (holder)
    return no(
      'bound',
      `This external ID belongs to account ${accountLabel(holder)} since ${day(row.changedAt)}. ${advice}`,
    )
  if (row.state === 'bound') return no('bound', `This external ID belongs to another account. ${advice}`)
  if (row.state === 'retired')
    return no(
      'retired',
      `This external ID was replaced on ${day(row.changedAt)}: somebody asked for a new one, or an AWS account was added or removed. ${advice}`,
    )
  if (isExpired(row, now))
    return no(
      'expired',
      `This external ID expired on ${day(row.createdAt + draftLife)}, 48 hours after it was made. ${advice}`,
    )
  return { ok: true }
}

export function createExternalIds({ settings, clock, random }: ExternalIdDependencies): ExternalIds {
  async function issue(organisation: string, origin: ExternalIdRow['origin']): Promise<ExternalIdRow> {
    const now = clock.now()
    const row: ExternalIdRow = {
      value: random.hex(16),
      organisation,
      origin,
      state: 'draft',
      accountConfigId: null,
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

  async function check(organisation: string, value: string): Promise<ExternalIdCheck> {
    const row = externalIdPattern.test(value) ? await settings.externalIds.get(value) : undefined
    const holder = row && (await settings.accounts.list(organisation)).find(a => isHolder(a, row))
    return judge({ organisation, value, row, holder, now: clock.now() })
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

    async bind(organisation, value, accountConfigId) {
      if (!(await settings.externalIds.bind(value, organisation, accountConfigId, clock.now()))) {
        const found = await check(organisation, value)
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
