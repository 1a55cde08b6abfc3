// The operator's proxies, as Node.js reads them from the environment: said without credentials, and explained host by host.
// https://nodejs.org/docs/latest-v24.x/api/http.html#built-in-proxy-support

export type Environment = Record<string, string | undefined>

const names = {
  https: ['https_proxy', 'HTTPS_PROXY'],
  http: ['http_proxy', 'HTTP_PROXY'],
  none: ['no_proxy', 'NO_PROXY'],
}

/** The variable in force: in lower case it goes before the other. */
function setting(env: Environment, [lower = '', upper = '']: string[]): { name: string; value: string } | undefined {
  const name = env[lower] ? lower : upper
  return env[name] ? { name, value: env[name] } : undefined
}

/** Without user and password. */
export function shownProxy(proxy: string): string {
  if (!URL.canParse(proxy)) return 'not a URL'
  const { protocol, host, username, password } = new URL(proxy)
  return `${protocol}//${host}${username || password ? ' (with credentials)' : ''}`
}

/** Agents of an older Node.js would silently go past the proxy. */
function isProxyKnown(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21)
}

/** Why the proxies cannot be used, naming the variable; undefined if they can. Never with credentials. */
export function proxyFault(env: Environment, version = process.versions.node): string | undefined {
  for (const variable of [names.https, names.http]) {
    const found = setting(env, variable)
    if (!found) continue
    const { name, value } = found
    const usable = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
    if (!usable) return `${name}: a proxy is a URL that begins with http:// or https://, such as http://proxy:3128`
    if (!isProxyKnown(version))
      return `${name}: Node.js ${version} goes past proxies; HeyCloud needs Node.js 22.21 or 24.5 or newer for them`
  }
  return undefined
}

export const withoutProxies = (env: Environment): Environment => ({
  ...env,
  ...Object.fromEntries(Object.values(names).flatMap(both => both.map(name => [name, undefined]))),
})

/** Entries of NO_PROXY, in lower case. */
export const noProxies = (env: Environment): string[] =>
  (setting(env, names.none)?.value ?? '').split(',').flatMap(entry => entry.trim().toLowerCase() || [])

/** Entries that Node.js matches with nothing: it knows no `10.0.0.0/8`. */
export const idleNoProxies = (env: Environment): string[] => noProxies(env).filter(entry => entry.includes('/'))

/** The proxy of requests to a URL, whole; undefined where none is set. */
export const proxyOf = (env: Environment, url: URL): string | undefined =>
  setting(env, url.protocol === 'https:' ? names.https : names.http)?.value

/** The entry of NO_PROXY by which a URL is asked without the proxy. */
export function bypass(env: Environment, url: URL): string | undefined {
  const host = url.hostname.toLowerCase()
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return noProxies(env).find(
    entry =>
      entry === '*' ||
      entry === host ||
      entry === `${host}:${port}` ||
      (entry.startsWith('.') && `.${host}`.endsWith(entry)) ||
      (entry.startsWith('*.') && host.endsWith(entry.slice(1))) ||
      isInRange(entry, host),
  )
}

/** `none`, `http://proxy:3128 (with credentials)`, or why it is gone past. */
export function proxyInWords(env: Environment, url: URL): string {
  const proxy = proxyOf(env, url)
  const entry = proxy && bypass(env, url)
  if (!proxy) return 'none'
  return entry ? `none, by ${entry} in NO_PROXY` : shownProxy(proxy)
}

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)

/** `10.0.0.0-10.255.255.255`. */
function isInRange(entry: string, host: string): boolean {
  const v4 = /^\d{1,3}(\.\d{1,3}){3}$/
  const [from = '', to = ''] = entry.split('-')
  if (![from, to, host].every(address => v4.test(address))) return false
  return numberOf(from) <= numberOf(host) && numberOf(host) <= numberOf(to)
}
