// Collection and verification together, as the program wires them, running by themselves while a test moves the clock.
import { createCollector } from '../../src/collect/index.ts'
import type { AwsAccount } from '../../src/core/account.ts'
import { MINUTE, SECOND, systemClock } from '../../src/core/clock.ts'
import type { Coverage } from '../../src/core/coverage.ts'
import type { Verification } from '../../src/core/verification.ts'
import { createDelegation } from '../../src/delegation/index.ts'
import { createPolicies } from '../../src/delegation/policies/policies.ts'
import { actionsOf, services } from '../../src/services/index.ts'
import {
  accountOf,
  alike,
  type Collecting,
  type CollectingOptions,
  organisation,
  quietLog,
  startCollecting,
  trueValues,
  wholeSettings,
} from './collecting.ts'

/** What the page shows for the role, every action by its name. */
export const strictPolicies = (): string[] =>
  createPolicies(actionsOf)
    .strict()
    .map(({ document }) => document)

/** What is stored of an account at a moment: what its pages show, before anybody looks at them. */
export interface Status {
  account: AwsAccount
  verification: Verification
  coverage: Coverage[]
}

const namespace = 'AWS/Lambda'

/** One account, few regions and one namespace: faults are seen as well in the small. */
const smallAccount = (accountId: string, regions: string[]): AwsAccount => ({
  ...accountOf(accountId, {
    ...wholeSettings,
    aws_regions: regions.length > 0 ? { include_only: regions } : { include_all: true },
    metrics_config: {
      ...wholeSettings.metrics_config,
      namespace_filters: { include_only: [namespace] },
      collect_custom_metrics: false,
    },
  }),
  state: 'pending',
})

export interface WholeOptions extends Pick<CollectingOptions, 'aws'> {
  /** All that the account has enabled when empty. */
  regions?: string[]
}

/** A few services stand for all: faults are of accounts, regions and sessions. */
const few = services.filter(({ id }) => ['ec2', 'lambda', 'sqs', 'dynamodb', 's3', 'ecs'].includes(id))

/** Everything of the program that runs by itself, over the simulated AWS, with an account that is being connected. */
export async function startWhole({ regions = ['us-east-1'], aws }: WholeOptions = {}) {
  const accountId = '111122223333'
  const account = smallAccount(accountId, regions)
  const collecting = await startCollecting({
    accounts: [account],
    policies: strictPolicies(),
    aws: { moved: true, ...aws },
  })
  const { settings, clock, random } = collecting
  const errors: unknown[] = []
  const log = { ...quietLog, error: (fields: { err?: unknown }) => void errors.push(fields.err) }
  const delegation = createDelegation({
    ...{ settings, aws: collecting.aws, clock, random, log },
    onConnected: () => collector.wake(),
  })
  const collector = createCollector({
    ...{ ...collecting, log },
    services: few,
    isCollectable: one => delegation.verification.isCollectable(one),
    onDenied: denial => void delegation.verification.reportDenied(denial),
    cadence: alike,
    limits: { retryPauses: [20, 50] },
  })
  const stop = new AbortController()
  const running = collector.run(stop.signal)
  await delegation.verification.begin(account)

  async function status(): Promise<Status> {
    const now = await settings.accounts.get(organisation, account.id)
    const verification = await settings.verifications.get(account.id)
    if (!now || !verification) throw new Error('The account is gone')
    return { account: now, verification, coverage: await settings.coverage.list(organisation, account.id) }
  }

  /** Until nothing is called any more: however slow the machine, what fell due has had its turn before more time passes. */
  async function untilQuiet(): Promise<void> {
    let calls = -1
    for (let waits = 0; waits < 100 && calls !== collecting.simulator.ledger.total({}).calls; waits++) {
      calls = collecting.simulator.ledger.total({}).calls
      await systemClock.sleep(SECOND / 25)
    }
  }

  /** Lets time pass, so much at a step, until it is so; at most `limit` of it. Resolves with what is known then. */
  async function until(what: string, check: (status: Status) => boolean, { step = MINUTE, limit = 120 * MINUTE } = {}) {
    const from = clock.now()
    let known = await status()
    while (!check(known)) {
      if (clock.now() - from > limit)
        throw new Error(`Not within ${limit / MINUTE} minutes: ${what}. ${words(known)}\n${errors}`)
      clock.advance(step)
      // Both sleep in real time, and do not see that the clock was moved.
      collector.wake()
      await delegation.verification.tick()
      await systemClock.sleep(SECOND / 10)
      await untilQuiet()
      known = await status()
    }
    return known
  }

  return {
    ...collecting,
    delegation,
    account,
    accountId,
    status,
    until,
    async pass(time: number) {
      const end = clock.now() + time
      await until(`${time} ms`, () => clock.now() >= end, { step: time / 10 })
    },
    async close() {
      stop.abort()
      await running
      await collecting.close()
    },
  }
}

/** How many points are stored of a region since it was first read, each compared with the truth: none wanting, none wrong. */
export async function pointsAsTrue(whole: Collecting & { account: AwsAccount }, region = 'us-east-1'): Promise<number> {
  const { account, telemetry, settings, clock } = whole
  const series = await telemetry.loadSeries({ organisation, accountId: account.accountId, region, namespace })
  const marks = await settings.watermarks.list(`${account.id}/${region}/rest`)
  let compared = 0
  for (const one of series) {
    const [mark] = marks.filter(mark => mark.namespace === namespace)
    if (mark?.backTo == null) continue
    // The newest may still change.
    const end = mark.upTo - 3 * mark.period
    const points = await telemetry.points(organisation, one.id, mark.backTo, Math.floor(clock.now() / SECOND))
    const found = points.flatMap(({ ts, value }) => (ts < end ? [[ts, value]] : []))
    const right = [...trueValues(whole, one, mark.period, mark.backTo, end)]
    const wrong = right.filter(
      ([ts, value], i) => found[i]?.[0] !== ts || Math.abs((found[i]?.[1] ?? 0) - value) > 1e-6,
    )
    if (wrong.length > 0 || found.length !== right.length)
      throw new Error(`${one.name}: ${found.length} of ${right.length} points, ${wrong.length} of them wrong`)
    compared += found.length
  }
  return compared
}

/** All that the status says in words. */
export function words({ account, verification, coverage }: Status): string {
  const { title = '', detail = '' } = verification.problem ?? {}
  const steps = verification.steps.map(({ name, state, message }) => `${name} ${state}: ${message}`)
  const rows = coverage
    .filter(({ state }) => state !== 'seen')
    .map(({ kind, region, namespace: of, state, reason }) => [kind, region, of, state, reason].join(' '))
  return [account.state, title, detail, ...steps, ...rows].join('\n')
}

/** Connected, everything seen of what is to be read, and nothing to say. */
export const isWell = ({ account, verification, coverage }: Status): boolean =>
  account.state === 'connected' &&
  verification.problem === null &&
  coverage.some(({ points }) => points > 0) &&
  coverage.every(({ state }) => state === 'seen')
