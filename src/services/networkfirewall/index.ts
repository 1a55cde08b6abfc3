// AWS Network Firewall: firewalls, with the network that each stands in.
import type { Firewall } from '@aws-sdk/client-network-firewall'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { arnsIn, askEach, describe, related, tagRecord } from '../facts.ts'
import { namespaces } from './metrics.ts'

function firewallFacts(context: ReadContext, arn: string, firewall: Partial<Firewall>): ResourceFacts {
  const ec2 = arnsIn(context, 'ec2')
  return {
    arn,
    name: firewall.FirewallName ?? arn,
    tags: tagRecord(firewall.Tags),
    labels: {},
    attributes: describe(firewall, [
      'FirewallName',
      'FirewallId',
      'Description',
      'DeleteProtection',
      'SubnetChangeProtection',
      'FirewallPolicyChangeProtection',
    ]),
    ...related(
      [
        'in',
        ec2('vpc', firewall.VpcId),
        ...(firewall.SubnetMappings ?? []).map(({ SubnetId }) => ec2('subnet', SubnetId)),
      ],
      ['uses', firewall.FirewallPolicyArn],
    ),
  }
}

const firewalls: ResourceDefinition = {
  type: 'network-firewall:firewall',
  title: 'Network Firewall firewalls',
  actions: [
    { action: 'network-firewall:ListFirewalls', why: 'Finds the firewalls of each region.' },
    {
      action: 'network-firewall:DescribeFirewall',
      why: 'Reads the tags, policy and network of a firewall. No rule is read.',
    },
  ],
  scope: 'regional',
  async *list(context) {
    const { DescribeFirewallCommand, NetworkFirewallClient, paginateListFirewalls } = await import(
      '@aws-sdk/client-network-firewall'
    )
    const client = context.client(NetworkFirewallClient)
    for await (const page of paginateListFirewalls({ client, pageSize: 100 }, {})) {
      const arns = (page.Firewalls ?? []).flatMap(({ FirewallArn }) => FirewallArn ?? [])
      yield await askEach(arns, ['ResourceNotFoundException'], async FirewallArn => {
        const { Firewall = {} } = await client.send(new DescribeFirewallCommand({ FirewallArn }))
        return firewallFacts(context, FirewallArn, Firewall)
      })
    }
  },
}

export const networkFirewall = defineService({
  id: 'network-firewall',
  title: 'AWS Network Firewall',
  namespaces,
  resources: [firewalls],
})
