// The life of an account once it is connected: paused and resumed, and single features turned off.
import type { AwsAccount } from '../../core/account.ts'
import type { AccountSettings } from '../../core/account-settings.ts'
import { type Feature, features } from '../../core/define.ts'
import { type AccountActor, type AccountDependencies, audit, getAccount, type Updated } from './change.ts'
import { invalid } from './input.ts'

/** Nothing is collected from now on. A second time changes nothing. */
export async function pause(deps: AccountDependencies, actor: AccountActor, id: string): Promise<AwsAccount> {
  const account = await getAccount(deps, actor.organisation, id)
  if (account.pausedAt !== null) return account
  const paused = { ...account, pausedAt: deps.clock.now() }
  await deps.settings.accounts.update(paused)
  await audit(deps, actor, 'account.pause', account)
  return paused
}

export async function resume(deps: AccountDependencies, actor: AccountActor, id: string): Promise<Updated> {
  const account = await getAccount(deps, actor.organisation, id)
  if (account.pausedAt === null) return { account, moved: false }
  const resumed = { ...account, pausedAt: null }
  await deps.settings.accounts.update(resumed)
  await audit(deps, actor, 'account.resume', account)
  deps.onConnected?.(resumed)
  return { account: resumed, moved: false }
}

type Switch = (settings: AccountSettings) => AccountSettings

const withFeature =
  (name: keyof AccountSettings['features']): Switch =>
  settings => ({ ...settings, features: { ...settings.features, [name]: false } })

const switches: Record<Exclude<Feature, 'account'>, Switch> = {
  metrics: settings => ({ ...settings, metrics_config: { ...settings.metrics_config, enabled: false } }),
  alarms: settings => ({
    ...settings,
    metrics_config: { ...settings.metrics_config, collect_cloudwatch_alarms: false },
  }),
  // Posture stands on the inventory.
  resources: settings => ({
    ...settings,
    resources_config: { extended_collection: false, cloud_security_posture_management_collection: false },
  }),
  tags: withFeature('tags'),
  diagnosis: withFeature('diagnosis'),
  organization: withFeature('organization'),
  event_bus: withFeature('event_bus'),
  cost_management: withFeature('cost_management'),
}

function switchOf(text: string): Switch {
  const feature = features.find(name => name === text)
  if (!feature) throw invalid('feature', `must be one of: ${Object.keys(switches).join(', ')}`)
  if (feature === 'account')
    throw invalid('feature', 'account cannot be turned off: every other feature needs it; pause the account instead')
  return switches[feature]
}

/** Rejects with `bad_request` for the feature `account`, without which nothing works, and for what is no feature. */
export async function turnOff(
  deps: AccountDependencies,
  actor: AccountActor,
  id: string,
  feature: string,
): Promise<Updated> {
  const old = await getAccount(deps, actor.organisation, id)
  const account = { ...old, settings: switchOf(feature)(old.settings), modifiedAt: deps.clock.now() }
  await deps.settings.accounts.update(account)
  await audit(deps, actor, 'account.turn_off', account, { feature })
  return { account, moved: false }
}
