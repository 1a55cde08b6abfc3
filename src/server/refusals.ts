// What was refused, and to whom, is written down: one entry in the audit log of whoever asked, whatever refused it.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { accountIdPattern } from '../core/account.ts'
import { MINUTE } from '../core/clock.ts'
import type { ErrorCode } from '../core/errors.ts'
import type { AuditEntry } from '../core/user.ts'
import type { ServerDependencies } from './dependencies.ts'
import { type Refusal, refusalOf } from './replies.ts'

type RefusalDependencies = Pick<ServerDependencies, 'settings' | 'clock' | 'log'>

const noTarget = '-'
const reads = new Set(['GET', 'HEAD', 'OPTIONS'])
const reaching = new Set<string>(['forbidden', 'account_not_found', 'invalid_parameter'] satisfies ErrorCode[])

/** Reading is written down too where somebody reaches for what is not theirs; a query with a slip in it is nobody's business. */
const isReaching = (code: string, target: string): boolean =>
  reaching.has(code) || (code === 'not_found' && target !== noTarget)

/** A program in a loop fills the log with one line a minute; so many different refusals are told apart. */
const remembered = 1_000

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** The 12 digits that a body names, if it got so far as to be read, and nothing else of it. */
function namedAccount({ body }: FastifyRequest): string | undefined {
  const data = isRecord(body) ? body.data : undefined
  const attributes = isRecord(data) ? data.attributes : body
  const id = isRecord(attributes) ? (attributes.aws_account_id ?? attributes.account_id) : undefined
  return typeof id === 'string' && accountIdPattern.test(id) ? id : undefined
}

/** The id of the path, where it is one. */
function targetOf({ params }: FastifyRequest): string {
  const id = isRecord(params) && typeof params.id === 'string' ? params.id.replaceAll('"', '') : ''
  return /^[0-9a-f-]{1,36}$/i.test(id) ? id.toLowerCase() : noTarget
}

/** Names alone: what was entered may be a secret in the wrong field. */
const fieldNames = (meta: Record<string, string> = {}): string =>
  Object.keys(meta)
    .filter(name => /^[\w.[\]]{1,100}$/.test(name))
    .slice(0, 10)
    .join(' ')

async function entryOf(
  { settings }: RefusalDependencies,
  request: FastifyRequest,
  { code, fields }: Refusal,
): Promise<Omit<AuditEntry, 'at'>> {
  const { actor, method, routeOptions } = request
  const target = targetOf(request)
  const own = target === noTarget ? undefined : await settings.accounts.get(actor.organisation, target)
  const accountId = namedAccount(request) ?? own?.accountId
  const names = fieldNames(fields)
  return {
    organisation: actor.organisation,
    actor: actor.name,
    action: `${routeOptions.config.audit ?? 'request'}.refused`,
    target,
    detail: {
      reason: code,
      request: `${method} ${routeOptions.url ?? ''}`,
      ...(accountId ? { account_id: accountId } : {}),
      ...(names ? { fields: names } : {}),
    },
  }
}

/** Adds to every route of this scope. Strangers belong to no organisation whose log they could be written into. */
export function auditRefusals(app: FastifyInstance, deps: RefusalDependencies): void {
  const { settings, clock, log } = deps
  const seen = new Map<string, number>()
  const isRepeated = (entry: object, now: number): boolean => {
    const key = JSON.stringify(entry)
    const before = seen.get(key)
    if (before !== undefined && now - before < MINUTE) return true
    seen.delete(key)
    seen.set(key, now)
    const [oldest] = seen.keys()
    if (seen.size > remembered && oldest !== undefined) seen.delete(oldest)
    return false
  }
  app.addHook('onError', async (request, _, error) => {
    const said = refusalOf(error)
    if (!said || said.status >= 500 || !request.actor?.organisation) return
    if (reads.has(request.method) && !isReaching(said.code, targetOf(request))) return
    const at = clock.now()
    try {
      const entry = await entryOf(deps, request, said)
      if (!isRepeated(entry, at)) await settings.audit.append({ ...entry, at })
    } catch (failure) {
      log.error({ err: failure }, 'a refusal was not written into the audit log')
    }
  })
}
