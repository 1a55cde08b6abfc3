// The environment as configuration: one schema, with its defaults. An unknown or bad variable is an error that says what to do.
import { isIP } from 'node:net'
import { z } from 'zod'
import { accountIdPattern } from '../core/account.ts'
import { HeyCloudError } from '../core/errors.ts'
import { minimumKeyLength } from '../store/secret-keys.ts'
import { awsFaults } from './aws-environment.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const httpUrl = z.url({ protocol: /^https?$/ })

export const runRoles = ['web', 'collector', 'ingest'] as const
export type RunRole = (typeof runRoles)[number]

const roleList = z
  .string()
  .transform(text => text.split(',').map(role => role.trim()))
  .pipe(z.array(z.enum(runRoles)).min(1))

/** `10.0.0.0/8` or `::1`: the bits may not exceed the address's. */
function isProxy(text: string): boolean {
  const [address = '', bits] = text.split('/')
  const family = isIP(address)
  return family !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)))
}
const proxyList = z
  .string()
  .transform(text => text.split(',').map(proxy => proxy.trim()))
  .pipe(z.array(z.string().refine(isProxy, 'addresses or ranges, such as 10.0.0.5,10.1.0.0/16')))

/** Never quoted in the message, which is printed. */
const secretKeyList = z
  .string()
  .transform(text => text.split(',').map(key => key.trim()))
  .refine(
    keys => keys.every(key => key.length >= minimumKeyLength),
    `each key needs at least ${minimumKeyLength} characters; several are separated by commas. Make one with: openssl rand -hex 32`,
  )

/** A bucket's object over HTTPS: `https://bucket.s3.eu-west-1.amazonaws.com/heycloud-integration.yaml`. The console takes no other. */
const s3Host = /^(?:[a-z0-9][a-z0-9.-]*\.)?s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/
function isOnS3(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, port, pathname, username, password, hash } = new URL(text)
  return (
    protocol === 'https:' &&
    s3Host.test(hostname) &&
    pathname.length > 1 &&
    `${port}${username}${password}${hash}` === ''
  )
}

const schema = z.object({
  HEYCLOUD_HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on; loopback unless you set it'),
  HEYCLOUD_PORT: port.default(8420).describe('Port of the web UI and API'),
  HEYCLOUD_SIMULATOR_PORT: port.default(8421).describe('Port of the simulated AWS (demo, simulate)'),
  HEYCLOUD_DATA_DIR: z.string().min(1).optional().describe('Where data is kept: ./data; the demo ./data/demo'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('Postgres for settings; else SQLite'),
  CLICKHOUSE_URL: httpUrl.optional().describe('ClickHouse for telemetry; else chDB, embedded'),
  HEYCLOUD_ROLES: roleList.default([...runRoles]).describe('What this process does: web,collector,ingest'),
  HEYCLOUD_AWS_ACCOUNT_ID: z
    .string()
    .regex(accountIdPattern, '12 digits, without dashes')
    .optional()
    .describe("The account that customers' roles trust; else HeyCloud's own identity"),
  HEYCLOUD_API_KEY: z.string().min(16).optional().describe('Bootstrap admin pair: API key'),
  HEYCLOUD_APP_KEY: z.string().min(16).optional().describe('Bootstrap admin pair: application key'),
  HEYCLOUD_TEMPLATE_URL: z
    .string()
    .refine(
      isOnS3,
      'must be an https address of an object on S3, such as https://bucket.s3.eu-west-1.amazonaws.com/heycloud-integration.yaml',
    )
    .optional()
    .describe('Your copy of the CloudFormation template on S3, for quick-create links'),
  HEYCLOUD_TRUSTED_PROXIES: proxyList
    .optional()
    .describe('Proxies whose X-Forwarded-* headers are believed: addresses or ranges'),
  HEYCLOUD_ALLOW_OWN_ACCOUNT: z
    .enum(['true', 'false'])
    .default('false')
    .describe('Whether HeyCloud’s own AWS account may be connected where several organisations share it'),
  HEYCLOUD_SECRET_KEY: secretKeyList
    .optional()
    .describe('For encrypting stored secrets; one or more keys, the first encrypts. Else a key file'),
  HEYCLOUD_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('How much is logged'),
})

export interface Config {
  host: string
  port: number
  simulatorPort: number
  dataDirectory: string
  databaseUrl: string | undefined
  clickhouseUrl: string | undefined
  roles: RunRole[]
  awsAccountId: string | undefined
  templateUrl: string | undefined
  apiKey: string | undefined
  appKey: string | undefined
  trustedProxies: string[] | undefined
  allowOwnAccount: boolean
  /** The first encrypts; empty where a key file is used. */
  secretKeys: string[]
  logLevel: string
  /** The demo's simulated AWS, asked for everything. AWS_ENDPOINT_URL and its like the SDK reads itself. */
  awsEndpointUrl: string | undefined
  awsRegion: string
}

/** Reads the environment; `defaults` are the command's own. Throws `configuration` with every fault at once. */
export function readConfig(
  env: NodeJS.ProcessEnv,
  defaults: { dataDirectory: string } = { dataDirectory: './data' },
): Config {
  const known = Object.keys(schema.shape)
  const faults: Record<string, string> = {}
  for (const name of Object.keys(env))
    if (name.startsWith('HEYCLOUD_') && !known.includes(name))
      faults[name] = `is not known; known are ${known.join(', ')}`

  const parsed = schema.safeParse(Object.fromEntries(known.flatMap(name => (env[name] ? [[name, env[name]]] : []))))
  for (const issue of parsed.error?.issues ?? []) faults[String(issue.path[0])] = issue.message
  if (Boolean(env.HEYCLOUD_API_KEY) !== Boolean(env.HEYCLOUD_APP_KEY))
    faults.HEYCLOUD_APP_KEY = 'HEYCLOUD_API_KEY and HEYCLOUD_APP_KEY go together: set both or neither'
  Object.assign(faults, awsFaults(env))
  if (!parsed.success || Object.keys(faults).length > 0) {
    const lines = Object.entries(faults).map(([name, fault]) => `  ${name}: ${fault}`)
    throw new HeyCloudError('configuration', `correct the environment and start again.\n${lines.join('\n')}`, faults)
  }
  const values = parsed.data
  return {
    host: values.HEYCLOUD_HOST,
    port: values.HEYCLOUD_PORT,
    simulatorPort: values.HEYCLOUD_SIMULATOR_PORT,
    dataDirectory: values.HEYCLOUD_DATA_DIR ?? defaults.dataDirectory,
    databaseUrl: values.DATABASE_URL,
    clickhouseUrl: values.CLICKHOUSE_URL,
    roles: values.HEYCLOUD_ROLES,
    awsAccountId: values.HEYCLOUD_AWS_ACCOUNT_ID,
    templateUrl: values.HEYCLOUD_TEMPLATE_URL,
    apiKey: values.HEYCLOUD_API_KEY,
    appKey: values.HEYCLOUD_APP_KEY,
    trustedProxies: values.HEYCLOUD_TRUSTED_PROXIES,
    allowOwnAccount: values.HEYCLOUD_ALLOW_OWN_ACCOUNT === 'true',
    secretKeys: values.HEYCLOUD_SECRET_KEY ?? [],
    logLevel: values.HEYCLOUD_LOG_LEVEL,
    awsEndpointUrl: undefined,
    awsRegion: env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1',
  }
}

/** For `--help`: each variable with what it does. */
export const environmentHelp = (): string =>
  Object.entries(schema.shape)
    .map(([name, field]) => `  ${name.padEnd(26)}${field.description ?? ''}`)
    .join('\n')
