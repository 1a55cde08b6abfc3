// The reference page of the hosts that HeyCloud calls: for firewalls, proxies and interface endpoints.
import { type Partition, partitions } from '../core/account.ts'
import { type CalledService, calledServices, isIn } from './called-services.ts'
import { endpointVariable } from './endpoints.ts'
import { globalRegion } from './partitions.ts'

const generated =
  '<!-- Written by docs/generate.ts from src/aws/called-services.ts: change the declaration, not this page. -->'

/** A region of each partition that no global service is asked in, so that its name can be told from the rest of a host. */
const example: Record<Partition, string> = {
  aws: 'eu-west-1',
  'aws-us-gov': 'us-gov-east-1',
  'aws-cn': 'cn-northwest-1',
}

/** By the SDK's own rules, whatever the environment says. */
async function hostOf(service: CalledService, partition: Partition): Promise<string> {
  const Region = service.askedIn ?? (service.scope === 'global' ? globalRegion(partition) : example[partition])
  const Client = await service.client()
  const { config } = new Client({ region: Region } as never) as {
    config: { endpointProvider(parameters: object): { url: URL } }
  } & object
  const { hostname } = config.endpointProvider({ Region, UseFIPS: false, UseDualStack: false }).url
  return service.scope === 'global' ? hostname : hostname.replace(example[partition], '<region>')
}

const code = (text: string): string => `\`${text}\``
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

async function hostsOf(partition: Partition): Promise<string> {
  const always = calledServices.filter(isIn(partition)).filter(({ onlyFor }) => onlyFor === undefined)
  const hosts = await Promise.all(always.map(service => hostOf(service, partition)))
  const chosen = await Promise.all(
    calledServices
      .filter(isIn(partition))
      .flatMap(service =>
        service.onlyFor === undefined
          ? []
          : [hostOf(service, partition).then(host => [code(host), service.onlyFor ?? ''])],
      ),
  )
  return [
    `### ${partition}`,
    ['```', ...hosts, '```'].join('\n'),
    'And where the feature is switched on (cost exports are read in their own buckets, at `<bucket>.s3.…` as well):',
    table(['Host', 'Feature'], chosen),
  ].join('\n\n')
}

const whereFips = ({ fips }: CalledService): string => (fips.length === 0 ? 'none' : fips.join(', '))

export async function endpointsPage(): Promise<string> {
  const parts = [
    '# AWS endpoints',
    generated,
    'Every host that HeyCloud calls, TCP 443, outbound. How to send these calls another way: [the way out](../guides/egress.md).',
    '## Hosts to let through',
    'For each region that is read `<region>` stands once; STS is asked in one region of each partition alone, `AWS_REGION` where that lies in it. ' +
      'An account of a partition is read at that partition’s hosts.',
    ...(await Promise.all(partitions.map(hostsOf))),
    '## Interface endpoints, variables and FIPS',
    '`*` stands for the region. An interface endpoint of IAM, Organizations or Data Exports is made in the one region that these services live in.',
    table(
      ['Service', 'Interface endpoint', 'Variable', 'FIPS endpoints in'],
      calledServices.map(service => [
        service.id,
        service.interfaceEndpoint === null ? 'none' : code(service.interfaceEndpoint),
        code(endpointVariable(service.id)),
        whereFips(service),
      ]),
    ),
  ]
  return `${parts.join('\n\n')}\n`
}
