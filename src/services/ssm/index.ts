// AWS Systems Manager: the machines that its agent runs on, and parameters by name; no parameter's value is ever read.
import type { InstanceInformation, ParameterMetadata } from '@aws-sdk/client-ssm'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { arnsIn, describe, keyArn, labelRecord, related } from '../facts.ts'
import { namespaces } from './metrics.ts'

function machineFacts(context: ReadContext, machine: InstanceInformation, id: string): ResourceFacts {
  return {
    arn: `arn:${context.partition}:ssm:${context.region}:${context.accountId}:managed-instance/${id}`,
    name: machine.Name ?? machine.ComputerName ?? id,
    tags: {},
    labels: labelRecord({ platform: machine.PlatformName, ping: machine.PingStatus }),
    // Not LastPingDateTime: each machine would be another at each look.
    attributes: describe(machine, [
      'InstanceId',
      'ComputerName',
      'PingStatus',
      'AgentVersion',
      'IsLatestVersion',
      'PlatformType',
      'PlatformName',
      'PlatformVersion',
      'ResourceType',
      'AssociationStatus',
      'RegistrationDate',
    ]),
    ...related(['attached to', id.startsWith('i-') ? arnsIn(context, 'ec2')('instance', id) : undefined]),
  }
}

function parameterFacts(context: ReadContext, parameter: ParameterMetadata, name: string): ResourceFacts {
  // A name that is a path brings its own stroke.
  const resource = `parameter/${name.replace(/^\//, '')}`
  return {
    arn: parameter.ARN ?? `arn:${context.partition}:ssm:${context.region}:${context.accountId}:${resource}`,
    name,
    tags: {},
    labels: labelRecord({ type: parameter.Type, tier: parameter.Tier }),
    attributes: describe(parameter, ['Name', 'Type', 'Tier', 'DataType', 'Version', 'Description', 'LastModifiedDate']),
    ...related(['uses', keyArn(context, parameter.KeyId)]),
  }
}

const machines: ResourceDefinition = {
  type: 'ssm:managed-instance',
  title: 'SSM managed instances',
  actions: [
    {
      action: 'ssm:DescribeInstanceInformation',
      why: 'Lists the machines that Systems Manager’s agent runs on, with their platform. Nothing is run on them.',
    },
  ],
  scope: 'regional',
  labels: ['platform', 'ping'],
  async *list(context) {
    const { paginateDescribeInstanceInformation, SSMClient } = await import('@aws-sdk/client-ssm')
    const client = context.client(SSMClient)
    for await (const page of paginateDescribeInstanceInformation({ client, pageSize: 50 }, {}))
      yield (page.InstanceInformationList ?? []).flatMap(machine =>
        machine.InstanceId ? machineFacts(context, machine, machine.InstanceId) : [],
      )
  },
}

const parameters: ResourceDefinition = {
  type: 'ssm:parameter',
  title: 'SSM parameters',
  actions: [
    {
      action: 'ssm:DescribeParameters',
      why: 'Lists parameters by name, type and version. No parameter’s value is read, and this action does not allow it.',
    },
  ],
  scope: 'regional',
  labels: ['type', 'tier'],
  async *list(context) {
    const { paginateDescribeParameters, SSMClient } = await import('@aws-sdk/client-ssm')
    for await (const page of paginateDescribeParameters({ client: context.client(SSMClient), pageSize: 50 }, {}))
      yield (page.Parameters ?? []).flatMap(parameter =>
        parameter.Name ? parameterFacts(context, parameter, parameter.Name) : [],
      )
  },
}

export const ssm = defineService({
  id: 'ssm',
  title: 'AWS Systems Manager',
  namespaces,
  resources: [machines, parameters],
})
