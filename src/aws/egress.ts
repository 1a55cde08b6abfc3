// Whether each configured way out to AWS works: proxy, private CA, FIPS, dual-stack and interface endpoints, and the hosts themselves.
import type { Partition } from '../core/account.ts'
import { type Clock, MINUTE, SECOND } from '../core/clock.ts'
import type { EgressCheck, EgressPlace } from './access.ts'
import { type CalledService, calledServices, ec2, isIn, sts } from './called-services.ts'
import { endpointVariable, endpointVariables, ignoresEndpoints } from './endpoints.ts'
import { type Network, readCertificates } from './network.ts'
import { globalRegion, homeRegion } from './partitions.ts'
import { bypass, type Environment, idleNoProxies, noProxies, proxyOf, shownProxy } from './proxy.ts'
import { type Answer, endpointOf, reach } from './reach.ts'

export interface EgressDeps {
  network: Network
  /** A client as a call would have; it is asked for nothing but its endpoint. */
  client(Client: new (config: never) => object, partition: Partition, region: string): object
  partition: Partition
  /** The configured region. */
  region: string
  env: Environment
  clock: Clock
}

/** A difference that nobody need mind. The SDK corrects more, but the newest points are then sought at the wrong time. */
const toleratedSkew = MINUTE

/** A service in one region: where it would be asked, and what came of it. */
interface Tried {
  service: CalledService
  region: string
  /** `sts.eu-west-1.amazonaws.com`; empty where the SDK finds none. */
  host: string
  fault: string | undefined
  answer: Answer | undefined
}

const inMilliseconds = (answer: Answer | undefined): string => `answers in ${answer?.milliseconds ?? 0} ms`
const shownUrl = (url: string): string => (URL.canParse(url) ? new URL(url).origin : 'not a URL')

/** Tries services, each origin once, however many services and regions share it. */
function createAttempts(deps: EgressDeps) {
  const asked = new Map<string, Promise<Answer>>()
  return async (service: CalledService, partition: Partition, region: string): Promise<Tried> => {
    try {
      const url = await endpointOf(deps.client(await service.client(), partition, region))
      const asking = asked.get(url.origin) ?? reach(url, deps.network, deps.clock)
      asked.set(url.origin, asking)
      const answer = await asking
      return { service, region, host: url.hostname, fault: answer.fault, answer }
    } catch (error) {
      // The SDK's own refusal: its settings contradict one another, or AWS has no such endpoint.
      return { service, region, host: '', fault: (error as Error).message, answer: undefined }
    }
  }
}

/** `egress()` of AwsAccess. Services that only chosen features call are left out, unless they have an endpoint of their own. */
export function createEgress(deps: EgressDeps): (places?: readonly EgressPlace[]) => Promise<EgressCheck[]> {
  const { env } = deps
  return async (places = []) => {
    const attempt = createAttempts(deps)
    const wanted = withHome(deps, places)
    const called = calledServices.filter(
      ({ onlyFor, listedOnly, id }) => !(onlyFor || listedOnly) || env[endpointVariable(id)],
    )
    const global = called.filter(({ scope }) => scope === 'global')
    const regional = called.filter(service => service.scope === 'regional' && service !== sts)
    const all = (services: readonly CalledService[], partition: Partition, region: string) =>
      Promise.all(services.filter(isIn(partition)).map(service => attempt(service, partition, region)))

    const ofPartitions = await Promise.all(
      wanted.map(async ({ partition }) => ({
        partition,
        identity: await attempt(sts, partition, homeRegion(partition, deps.region)),
        // What belongs to no region: enabled regions are asked of EC2 where the others are.
        facts: await all([...global, ec2], partition, globalRegion(partition)),
      })),
    )
    const ofRegions = await Promise.all(
      wanted.flatMap(({ partition, regions }) =>
        regions.map(async region => ({ region, tried: await all(regional, partition, region) })),
      ),
    )
    const home = ofPartitions.find(({ partition }) => partition === deps.partition)?.identity
    const tried = [
      ...ofPartitions.flatMap(({ identity, facts }) => [identity, ...facts]),
      ...ofRegions.flatMap(one => one.tried),
    ]
    return [
      ...proxyChecks(deps, home),
      ...authorityChecks(env, home),
      ...variantChecks(env, home, tried),
      ...endpointChecks(env, tried),
      ...ofPartitions.flatMap(({ partition, identity, facts }) => [
        hostCheck(`STS of ${partition}`, [identity]),
        hostCheck(`accounts of ${partition}`, facts),
      ]),
      ...ofRegions.map(one => hostCheck(one.region, one.tried)),
      clockCheck(home),
    ]
  }
}

/** The home region is always looked at: it is where HeyCloud asks who it is. */
function withHome({ partition, region }: EgressDeps, places: readonly EgressPlace[]): EgressPlace[] {
  const regions = new Map<Partition, Set<string>>([[partition, new Set([region])]])
  for (const place of places) {
    const known = regions.get(place.partition) ?? new Set()
    for (const one of place.regions) known.add(one)
    regions.set(place.partition, known)
  }
  return [...regions].map(([one, all]) => ({ partition: one, regions: [...all].sort() }))
}

function proxyChecks({ env }: EgressDeps, home: Tried | undefined): EgressCheck[] {
  const url = home?.answer?.url ?? new URL(`https://${home?.host || 'sts.amazonaws.com'}`)
  const proxy = proxyOf(env, url)
  if (!proxy) return [{ what: 'proxy', setting: 'none', state: 'not used', detail: 'Connections go directly.' }]
  const entry = bypass(env, url)
  const check: EgressCheck = entry
    ? {
        what: 'proxy',
        setting: shownProxy(proxy),
        state: 'not used',
        detail: `NO_PROXY has ${entry}: ${url.hostname} is asked directly.`,
      }
    : {
        what: 'proxy',
        setting: shownProxy(proxy),
        ...outcome(home, `${url.hostname} ${inMilliseconds(home?.answer)} through it.`),
      }
  if (noProxies(env).length === 0) return [check]
  const idle = idleNoProxies(env)
  const detail =
    idle.length === 0
      ? 'These hosts are asked directly.'
      : `Node.js matches ${idle.join(', ')} with nothing: write a range as 10.0.0.0-10.255.255.255.`
  return [check, { what: 'NO_PROXY', setting: noProxies(env).join(','), state: 'works', detail }]
}

const outcome = (tried: Tried | undefined, detail: string): Pick<EgressCheck, 'state' | 'detail'> =>
  tried?.fault === undefined ? { state: 'works', detail } : { state: 'fails', detail: tried.fault }

function authorityChecks(env: Environment, home: Tried | undefined): EgressCheck[] {
  const variables = ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'].filter(name => env[name])
  if (variables.length === 0)
    return [{ what: 'private CA', setting: 'none', state: 'not used', detail: 'Node.js’s own CAs are trusted.' }]
  return variables.map(name => {
    const file = env[name] ?? ''
    const check = { what: 'private CA', setting: `${name}=${file}` }
    try {
      const count = readCertificates(file).length
      if (home?.answer?.untrusted) return { ...check, ...outcome(home, '') }
      const detail = `${count} ${count === 1 ? 'certificate' : 'certificates'} trusted beside Node.js’s own.`
      return { ...check, state: 'works', detail: home?.fault ? `${detail} AWS was not reached.` : detail }
    } catch (error) {
      return { ...check, state: 'fails', detail: `${(error as Error).message}.` }
    }
  })
}

function variantChecks(env: Environment, home: Tried | undefined, all: readonly Tried[]): EgressCheck[] {
  const one = (what: string, variable: string, more: string): EgressCheck => {
    if (env[variable] !== 'true')
      return { what, setting: 'off', state: 'not used', detail: `${variable} is not set to true.` }
    const { state, detail } = outcome(home, `${home?.host} ${inMilliseconds(home?.answer)}.`)
    return { what, setting: 'on', state, detail: detail + more }
  }
  return [
    one('FIPS endpoints', 'AWS_USE_FIPS_ENDPOINT', withoutFips(all)),
    one('dual-stack endpoints', 'AWS_USE_DUALSTACK_ENDPOINT', ''),
  ]
}

/** What cannot be read at all while FIPS endpoints are asked for, region by region. */
function withoutFips(all: readonly Tried[]): string {
  const lacking = new Map<string, Set<string>>()
  for (const { service, region } of all)
    if (!service.fips.includes(region)) lacking.set(region, (lacking.get(region) ?? new Set()).add(service.id))
  const words = [...lacking].map(([region, services]) => `${region}: ${[...services].join(', ')}`)
  return words.length === 0 ? '' : ` AWS lists no FIPS endpoint for ${words.join('; ')}.`
}

function endpointChecks(env: Environment, all: readonly Tried[]): EgressCheck[] {
  if (ignoresEndpoints(env))
    return [
      {
        ...{ what: 'own endpoints', setting: 'ignored', state: 'not used' },
        detail: 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is true.',
      },
    ]
  return endpointVariables(env).map(([name, url]) => {
    const check = {
      what: `endpoint ${name.replace(/^AWS_ENDPOINT_URL_?/, '') || 'of all services'}`,
      setting: shownUrl(url),
    }
    const uses = all.filter(({ answer }) => answer?.url.origin === shownUrl(url))
    const failing = uses.find(({ fault }) => fault !== undefined)
    if (failing) return { ...check, ...outcome(failing, '') }
    if (uses.length > 0)
      return { ...check, state: 'works', detail: `${uses[0]?.host} ${inMilliseconds(uses[0]?.answer)}.` }
    return { ...check, state: 'not used', detail: 'HeyCloud calls no service of this name.' }
  })
}

function hostCheck(what: string, services: readonly Tried[]): EgressCheck {
  const hosts = [...new Set(services.map(({ host }) => host).filter(host => host !== ''))]
  const setting = hosts.length === 1 ? (hosts[0] ?? '') : `${hosts.length} hosts`
  const faults = new Map<string, string[]>()
  for (const { service, host, fault } of services) {
    if (fault === undefined) continue
    // Said once for all hosts that it befalls alike.
    const words = host ? fault.replace(`to ${host}:443 `, '').replace(` ${host}`, '') : fault
    faults.set(words, [...(faults.get(words) ?? []), host || service.id])
  }
  if (faults.size > 0)
    return {
      ...{ what, setting, state: 'fails' },
      detail: [...faults]
        .map(([words, names]) => (hosts.length === 1 ? words : `${names.join(', ')}: ${words}`))
        .join('; '),
    }
  const slowest = Math.max(0, ...services.map(({ answer }) => answer?.milliseconds ?? 0))
  return {
    what,
    setting,
    state: 'works',
    detail: hosts.length === 1 ? `It answers in ${slowest} ms.` : `All answer, the slowest in ${slowest} ms.`,
  }
}

function clockCheck(home: Tried | undefined): EgressCheck {
  const skew = home?.answer?.skew
  if (skew === undefined)
    return { what: 'clock', setting: 'unknown', state: 'not used', detail: 'AWS was not reached.' }
  const setting = `${skew < 0 ? '' : '+'}${Math.round(skew / SECOND)} s`
  return Math.abs(skew) < toleratedSkew
    ? { what: 'clock', setting, state: 'works', detail: 'AWS’s clock less this machine’s.' }
    : {
        what: 'clock',
        setting,
        state: 'fails',
        detail: 'AWS’s clock less this machine’s: set this machine’s (NTP, chrony).',
      }
}
