// What the doctor finds, as an aligned table, with what to do where something fails.

export interface Finding {
  /** Parts of what stands above begin with two blanks. */
  name: string
  /** As configured; nothing of a secret in it. */
  setting: string
  state: 'works' | 'fails' | 'not used'
  detail: string
}

const marks: Record<Finding['state'], string> = { works: 'ok', fails: 'FAIL', 'not used': '-' }
const guide = 'docs/guides/egress.md'

/** By the beginning of the finding's name; the first that fits. */
const advice: [start: string, words: string][] = [
  ['Settings store', 'See DATABASE_URL, HEYCLOUD_DATA_DIR and HEYCLOUD_SECRET_KEY in docs/guides/configuration.md.'],
  ['Telemetry store', 'See CLICKHOUSE_URL and HEYCLOUD_DATA_DIR in docs/guides/configuration.md.'],
  ['AWS identity', 'Give HeyCloud an identity: docs/guides/iam-own-identity.md.'],
  ['proxy', `Check HTTPS_PROXY, and that the proxy lets AWS’s host names through: ${guide}.`],
  ['private CA', `Name the file with your CA’s certificates in AWS_CA_BUNDLE: ${guide}.`],
  ['FIPS', `Services without a FIPS endpoint cannot be read while AWS_USE_FIPS_ENDPOINT is true: ${guide}.`],
  ['endpoint', `Check the variable’s URL, the endpoint’s security group (TCP 443) and its DNS name: ${guide}.`],
  ['clock', 'AWS refuses signatures that are minutes off, and the newest points are sought at the wrong time.'],
  ['', `Let these hosts through, by a proxy or by interface endpoints, or leave the region out: ${guide}.`],
]

/** What to do; null where nothing fails. */
export const adviceFor = ({ name, state }: Finding): string | null =>
  state === 'fails' ? (advice.find(([start]) => name.startsWith(start))?.[1] ?? null) : null

export function printFindings(findings: readonly Finding[]): string {
  const width = (column: (finding: Finding) => string) => Math.max(...findings.map(one => column(one).length))
  const [name, setting] = [width(one => one.name), width(one => one.setting)]
  const lines = findings.flatMap(finding => {
    const start = `${marks[finding.state].padEnd(4)}  ${finding.name.padEnd(name)}  ${finding.setting.padEnd(setting)}`
    const words = adviceFor(finding)
    return [`${start}  ${finding.detail}`.trimEnd(), ...(words ? [`${' '.repeat(8 + name)}→ ${words}`] : [])]
  })
  return `${lines.join('\n')}\n`
}
