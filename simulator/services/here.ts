// What every simulated service needs: where a call stands in the world, the permission it takes, and pages.
import { AwsError, type Call, type Requirement } from '../contract.ts'
import { partitionOfArn } from '../partitions.ts'
import type { World, WorldRegion } from '../world/world.ts'

/**
 * The caller's part of the world in the call's region. A region that is not enabled knows no credentials, and AWS says so in
 * words that do not name the region.
 */
export function here(world: World, call: Call, protocol: 'json' | 'query' | 'ec2' = 'json'): WorldRegion {
  const found = world.region(call.caller.accountId, call.region)
  if (found) return found
  if (protocol === 'ec2') {
    throw new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401)
  }
  if (protocol === 'query') {
    throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403)
  }
  throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403)
}

/** ARNs of the call's partition: of the caller's account and the call's region, and of what has neither or names its account itself. */
export const ownArn = (call: Call, service: string, resource: string): string =>
  `arn:${partitionOfArn(call.caller.arn)}:${service}:${call.region}:${call.caller.accountId}:${resource}`
export const globalArn = (call: Call, service: string, resource: string): string =>
  `arn:${partitionOfArn(call.caller.arn)}:${service}::${resource}`

/** One action on everything: for actions without resource-level permissions. */
export const onAll = (action: string) => (): Requirement[] => [{ action, resource: '*' }]

/** One action on resources of the caller's account and the call's region; `*` in names where the call names none. */
export const onOwn =
  <I>(action: string, service: string, resource: (input: I) => string) =>
  (input: I, call: Call): Requirement[] => [{ action, resource: ownArn(call, service, resource(input)) }]

export interface Page<T> {
  items: T[]
  /** Undefined on the last page. */
  next: string | undefined
}

export const tokenAt = (kind: string, offset: number): string => Buffer.from(`${kind}:${offset}`).toString('base64url')

/** The offset that a token of this kind carries; 0 without one. `refuse` throws what the service throws for a bad token. */
export function offsetOf(kind: string, token: string | undefined, refuse: () => AwsError): number {
  if (!token) return 0
  const [, own, digits] = /^([a-z-]+):(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString('latin1')) ?? []
  if (own !== kind || digits === undefined) throw refuse()
  return Number(digits)
}

/** One page of a list; tokens are opaque, stateless and bound to the kind of list. */
export function pageOf<T>(
  kind: string,
  list: readonly T[],
  size: number,
  token: string | undefined,
  refuse: () => AwsError,
): Page<T> {
  const offset = offsetOf(kind, token, refuse)
  const items = list.slice(offset, offset + size)
  return { items, next: offset + size < list.length ? tokenAt(kind, offset + size) : undefined }
}
