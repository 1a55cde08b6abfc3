// Where the operator sends services instead of AWS's own host names, in the SDK's own variables.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
import type { Environment } from './proxy.ts'

const prefix = 'AWS_ENDPOINT_URL'

/** `AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API`, from the SDK's id of the service. */
export const endpointVariable = (serviceId: string): string =>
  `${prefix}_${serviceId.toUpperCase().replaceAll(' ', '_')}`

export const ignoresEndpoints = (env: Environment): boolean => env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true'

/** The variables that are set, with their values; none where they are to be ignored. */
export const endpointVariables = (env: Environment): [name: string, url: string][] =>
  ignoresEndpoints(env)
    ? []
    : Object.entries(env).flatMap(([name, url]) =>
        url && (name === prefix || name.startsWith(`${prefix}_`)) ? [[name, url] as [string, string]] : [],
      )

/** The endpoint that the environment gives a service, its own before the common one. */
export function configuredEndpoint(env: Environment, serviceId: string): string | undefined {
  if (ignoresEndpoints(env)) return undefined
  return env[endpointVariable(serviceId)] || env[prefix] || undefined
}
