// Where an account's cost exports lie (the public API's ccm_config): kept as sent, and checked with AWS when somebody asks.
import type { AwsAccount } from '../../core/account.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { CostExport, Settings } from '../../store/settings-ports.ts'
import { type AccountActor, getAccount } from '../accounts/change.ts'
import { connectedAccount } from '../accounts/named-account.ts'
import type { Serial } from '../serial.ts'
import { checkExports, checkPlace, type ExportPlace } from './input.ts'
import type { ExportIssue } from './issues.ts'
import { type ValidationDependencies, validateExport } from './validate.ts'

export interface AccountExports {
  account: AwsAccount
  exports: CostExport[]
}

/** All reject with `account_not_found` where the account is not the organisation's, and with `not_found` where it has no exports. */
export interface CostExports {
  get(organisation: string, id: string): Promise<AccountExports>
  /** Rejects with `account_exists`, in the public API's words, when the account has some already, and with `bad_request`. */
  create(actor: AccountActor, id: string, exports: CostExport[]): Promise<AccountExports>
  /** The new list takes the old one's place. Rejects with `bad_request`. */
  update(actor: AccountActor, id: string, exports: CostExport[]): Promise<AccountExports>
  delete(actor: AccountActor, id: string): Promise<void>
  /** Changes nothing. `accountId` is the 12 digits. Rejects with `bad_request`, `throttled` or `aws_unavailable`. */
  validate(organisation: string, accountId: string, place: ExportPlace): Promise<ExportIssue[]>
}

export interface CostExportDependencies extends ValidationDependencies {
  settings: Pick<Settings, 'accounts' | 'costExports' | 'audit'>
  serial: Serial
}

const noConfig = () => new HeyCloudError('not_found', 'CCM config not found for this account')

async function known({ settings }: CostExportDependencies, organisation: string, id: string): Promise<AccountExports> {
  const account = await getAccount({ settings }, organisation, id)
  const exports = await settings.costExports.get(id)
  if (!exports) throw noConfig()
  return { account, exports }
}

const names = (exports: readonly CostExport[]): string =>
  exports.map(one => `s3://${one.bucket_name}/${one.report_prefix}/${one.report_name}`).join(' ')

const audit = (
  { settings, clock }: CostExportDependencies,
  { organisation, name: actor }: AccountActor,
  action: string,
  { account, exports }: AccountExports,
): Promise<void> =>
  settings.audit.append({
    ...{ organisation, at: clock.now(), actor, action, target: account.id },
    detail: { account_id: account.accountId, exports: names(exports) },
  })

async function create(deps: CostExportDependencies, actor: AccountActor, id: string, exports: CostExport[]) {
  const account = await getAccount(deps, actor.organisation, id)
  if (await deps.settings.costExports.get(id))
    throw new HeyCloudError('account_exists', 'CCM config already exists for this account')
  checkExports(exports, account)
  await deps.settings.costExports.put(id, exports)
  await audit(deps, actor, 'cost_exports.create', { account, exports })
  return { account, exports }
}

async function update(deps: CostExportDependencies, actor: AccountActor, id: string, exports: CostExport[]) {
  const { account } = await known(deps, actor.organisation, id)
  checkExports(exports, account)
  await deps.settings.costExports.put(id, exports)
  await audit(deps, actor, 'cost_exports.update', { account, exports })
  return { account, exports }
}

async function remove(deps: CostExportDependencies, actor: AccountActor, id: string): Promise<void> {
  const gone = await known(deps, actor.organisation, id)
  await deps.settings.costExports.delete(id)
  await audit(deps, actor, 'cost_exports.delete', gone)
}

export function createCostExports(deps: CostExportDependencies): CostExports {
  const inTurn = <T>(id: string, work: () => Promise<T>) => deps.serial.run(`cost-exports/${id}`, work)
  return {
    get: (organisation, id) => known(deps, organisation, id),
    create: (actor, id, exports) => inTurn(id, () => create(deps, actor, id, exports)),
    update: (actor, id, exports) => inTurn(id, () => update(deps, actor, id, exports)),
    delete: (actor, id) => inTurn(id, () => remove(deps, actor, id)),
    async validate(organisation, accountId, place) {
      const account = await connectedAccount(deps, organisation, accountId)
      checkPlace(place, account)
      return validateExport(deps, account, place)
    },
  }
}
