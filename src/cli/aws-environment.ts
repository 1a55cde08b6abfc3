// The AWS SDK's variables that decide where calls go: a bad value is named at the start, not by every call.
import { z } from 'zod'
import { endpointVariables } from '../aws/endpoints.ts'
import { readCertificates } from '../aws/network.ts'
import { partitionOf } from '../aws/partitions.ts'
import { proxyFault } from '../aws/proxy.ts'

const flag = z.enum(['true', 'false'], 'is true or false').optional()
const region = z
  .string()
  .refine(name => partitionOf(name) !== undefined, 'is not a region: eu-west-1 is one, us-gov-west-1, cn-north-1')
  .optional()

const schema = z.object({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_USE_FIPS_ENDPOINT: flag,
  AWS_USE_DUALSTACK_ENDPOINT: flag,
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: flag,
})
const url = z.url({ protocol: /^https?$/ })

/** What is wrong, by variable; nothing of a secret in it. */
export function awsFaults(env: NodeJS.ProcessEnv): Record<string, string> {
  const given = Object.keys(schema.shape).flatMap(name => (env[name] ? [[name, env[name]]] : []))
  const { error } = schema.safeParse(Object.fromEntries(given))
  const faults = Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [String(path[0]), message]))
  const endpoints = endpointVariables(env)
  for (const [name, value] of endpoints)
    if (!url.safeParse(value).success) faults[name] = 'is a URL that begins with https:// or http://'
  for (const name of ['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT'])
    if (env[name] === 'true' && endpoints[0])
      faults[name] =
        `the SDK refuses it beside ${endpoints[0][0]}; an interface endpoint with private DNS needs no such variable`
  return { ...faults, ...pathFaults(env) }
}

function pathFaults(env: NodeJS.ProcessEnv): Record<string, string> {
  const faults: Record<string, string> = {}
  const [, name, fault] = /^(\w+): (.*)$/s.exec(proxyFault(env) ?? '') ?? []
  if (name && fault) faults[name] = fault
  try {
    if (env.AWS_CA_BUNDLE) readCertificates(env.AWS_CA_BUNDLE)
  } catch (error) {
    faults.AWS_CA_BUNDLE = (error as Error).message
  }
  return faults
}
