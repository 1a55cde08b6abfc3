// The simulated OpenSearch Service: domains. Nothing is indexed or searched.
import type { DescribeDomainsCommandInput, DomainStatus, ListDomainNamesCommandInput } from '@aws-sdk/client-opensearch'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { onAll, onOwn } from './here.ts'
import { thingsOf } from './listed.ts'

const domains = (world: World, call: Call) => thingsOf<DomainStatus>(world, call, 'es:domain')
const engineOf = ({ EngineVersion }: DomainStatus) =>
  EngineVersion?.startsWith('Elasticsearch') ? 'Elasticsearch' : 'OpenSearch'

/** https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_ListDomainNames.html: all at once. */
const listNames = (world: World, input: ListDomainNamesCommandInput, call: Call) => ({
  DomainNames: domains(world, call)
    .map(domain => ({ DomainName: domain.DomainName, EngineType: engineOf(domain) }))
    .filter(({ EngineType }) => input.EngineType === undefined || EngineType === input.EngineType),
})

/** https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DescribeDomains.html */
function describe(world: World, { DomainNames = [] }: DescribeDomainsCommandInput, call: Call) {
  if (DomainNames.length > 5)
    throw new AwsError('ValidationException', 'Please provide a maximum of 5 Elasticsearch domain names to describe.')
  // Names that are unknown are left out.
  return { DomainStatusList: domains(world, call).filter(({ DomainName = '' }) => DomainNames.includes(DomainName)) }
}

export function simulatedOpenSearch(world: World): SimulatedService {
  return {
    signingName: 'es',
    client: '@aws-sdk/client-opensearch',
    protocol: 'restJson1',
    operations: {
      ListDomainNames: {
        requires: onAll('es:ListDomainNames'),
        answer: (input, call) => listNames(world, input, call),
      },
      DescribeDomains: {
        requires: (input: DescribeDomainsCommandInput, call) =>
          (input.DomainNames ?? []).flatMap(name =>
            onOwn('es:DescribeDomains', 'es', () => `domain/${name}`)(input, call),
          ),
        answer: (input, call) => describe(world, input, call),
      },
    },
  }
}
