// Where a service is asked, exactly as a call of the SDK would be, and whether anything answers there. Nothing is signed.
import { getEndpointFromInstructions } from '@smithy/core/endpoints'
import { HttpRequest } from '@smithy/core/protocols'
import type { EndpointParameterInstructions } from '@smithy/types'
import { type Clock, SECOND } from '../core/clock.ts'
import type { Network } from './network.ts'
import { classify, isUntrusted } from './observe.ts'

/** The parameters that the endpoint rules of all services have. */
const instructions: EndpointParameterInstructions = {
  Region: { type: 'builtInParams', name: 'region' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
}

/** Rejects with the SDK's words where its settings contradict one another, or AWS has no such endpoint. */
export async function endpointOf(client: object): Promise<URL> {
  const { config } = client as { config: Parameters<typeof getEndpointFromInstructions>[2] }
  return (await getEndpointFromInstructions({}, { getEndpointParameterInstructions: () => instructions }, config)).url
}

export interface Answer {
  url: URL
  /** Undefined if it answered. */
  fault: string | undefined
  /** Whether the fault is a certificate that nobody vouches for. */
  untrusted: boolean
  milliseconds: number
  /** The answerer's clock minus ours, ms; to a second, as its `Date` header is. */
  skew: number | undefined
}

/** A host that takes longer to answer at all is as good as out of reach. */
const patience = 10 * SECOND

/** Any answer will do: without a signature AWS refuses or redirects, and has then been reached. */
export async function reach(url: URL, network: Network, clock: Clock): Promise<Answer> {
  const { protocol, hostname, port } = url
  const started = clock.now()
  const request = new HttpRequest({
    ...{ protocol, hostname, path: '/', method: 'GET', headers: { host: url.host } },
    ...(port ? { port: Number(port) } : {}),
  })
  try {
    const { response } = await network.requestHandler.handle(request, { requestTimeout: patience })
    response.body?.resume?.()
    const now = clock.now()
    const theirs = Date.parse(response.headers.date ?? '')
    return {
      ...{ url, fault: undefined, untrusted: false, milliseconds: now - started },
      skew: Number.isFinite(theirs) ? theirs - now : undefined,
    }
  } catch (error) {
    const fault = classify(error, 'connect', clock.now()).message
    return { url, fault, untrusted: isUntrusted(error), milliseconds: clock.now() - started, skew: undefined }
  }
}
