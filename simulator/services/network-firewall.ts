// The simulated Network Firewall: firewalls by name, and one of them described, with its tags.
import type { DescribeFirewallCommandInput, Firewall } from '@aws-sdk/client-network-firewall'
import type { SimulatedService } from '../contract.ts'
import { tagList } from '../world/place.ts'
import type { World } from '../world/world.ts'
import { here, ownArn } from './here.ts'
import { description, listing } from './listed.ts'

export function simulatedNetworkFirewall(world: World): SimulatedService {
  return {
    signingName: 'network-firewall',
    client: '@aws-sdk/client-network-firewall',
    protocol: 'awsJson1_0',
    target: 'NetworkFirewall_20201112',
    operations: {
      ListFirewalls: listing<Firewall>(world, {
        action: 'network-firewall:ListFirewalls',
        kind: 'network-firewall:firewall',
        member: 'Firewalls',
        limit: 'MaxResults',
        size: 100,
        badToken: 'InvalidRequestException',
        shown: ({ FirewallName, FirewallArn }) => ({ FirewallName, FirewallArn }),
      }),
      DescribeFirewall: description<Firewall>(world, {
        requires: (input: DescribeFirewallCommandInput, call) => [
          {
            action: 'network-firewall:DescribeFirewall',
            resource: input.FirewallArn ?? ownArn(call, 'network-firewall', `firewall/${input.FirewallName ?? '*'}`),
          },
        ],
        kind: 'network-firewall:firewall',
        is: ({ FirewallArn, FirewallName }, input) =>
          FirewallArn === (input.FirewallArn ?? FirewallArn) && FirewallName === (input.FirewallName ?? FirewallName),
        answer: (firewall, call) => ({
          Firewall: { ...firewall, Tags: tagList(here(world, call).state.tags.get(firewall.FirewallArn ?? '')) },
          FirewallStatus: { Status: 'READY', ConfigurationSyncStateSummary: 'IN_SYNC' },
        }),
        missing: ['ResourceNotFoundException', 'The firewall was not found.'],
      }),
    },
  }
}
