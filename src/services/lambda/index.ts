// AWS Lambda: functions.
import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { numberOf } from '../derived.ts'
import { arnsIn, describe, labelRecord, related } from '../facts.ts'
import { metrics } from './metrics.ts'

function functionFacts(context: ReadContext, configuration: FunctionConfiguration, arn: string): ResourceFacts {
  const ec2 = arnsIn(context, 'ec2')
  const network = configuration.VpcConfig
  const name = configuration.FunctionName ?? arn
  return {
    arn,
    name,
    tags: {},
    labels: labelRecord({
      runtime: configuration.Runtime,
      memorysize: configuration.MemorySize,
      architecture: configuration.Architectures?.[0],
    }),
    // Not `Environment`: people keep secrets in it.
    attributes: describe(configuration, [
      'FunctionName',
      'Runtime',
      'Handler',
      'Description',
      'PackageType',
      'Architectures',
      'MemorySize',
      'Timeout',
      'EphemeralStorage',
      'CodeSize',
      'LastModified',
      'Role',
      'Layers',
      'TracingConfig',
      'DeadLetterConfig',
    ]),
    ...related(
      ['in', ec2('vpc', network?.VpcId), ...(network?.SubnetIds ?? []).map(id => ec2('subnet', id))],
      ['uses', ...(network?.SecurityGroupIds ?? []).map(id => ec2('security-group', id))],
      ['uses', configuration.Role, configuration.KMSKeyArn, configuration.DeadLetterConfig?.TargetArn],
      ['uses', ...(configuration.FileSystemConfigs ?? []).map(system => system.Arn)],
    ),
  }
}

const functions: ResourceDefinition = {
  type: 'lambda:function',
  title: 'Lambda functions',
  actions: [
    {
      action: 'lambda:ListFunctions',
      why: 'Lists Lambda functions with their runtime, memory and time-out. Environment variables are not kept.',
    },
  ],
  scope: 'regional',
  labels: ['runtime', 'memorysize', 'architecture'],
  derived: [
    {
      name: 'aws.lambda.timeout',
      unit: 'Seconds',
      description: 'How long the function may run: what its duration is to be held against.',
      value: numberOf('Timeout'),
    },
    {
      name: 'aws.lambda.memory_size',
      unit: 'Megabytes',
      description: 'The memory that the function is given.',
      value: numberOf('MemorySize'),
    },
  ],
  async *list(context) {
    const { LambdaClient, paginateListFunctions } = await import('@aws-sdk/client-lambda')
    for await (const page of paginateListFunctions({ client: context.client(LambdaClient), pageSize: 50 }, {})) {
      yield (page.Functions ?? []).flatMap(found =>
        found.FunctionArn ? functionFacts(context, found, found.FunctionArn) : [],
      )
    }
  },
}

export const lambda = defineService({
  id: 'lambda',
  title: 'AWS Lambda',
  namespaces: [
    {
      namespace: 'AWS/Lambda',
      period: 60,
      publicationDelay: 120,
      metrics,
      dimensions: ['FunctionName', 'Resource', 'ExecutedVersion'],
      // Again for all functions of the region together, and by version or alias.
      grain: [['FunctionName']],
      otherSets: [[], ['FunctionName', 'Resource'], ['FunctionName', 'Resource', 'ExecutedVersion']],
      // Metrics by version or alias (Resource, ExecutedVersion) are of the function too.
      associations: [{ resourceType: 'lambda:function', arn: /:function:(?<FunctionName>[^:]+)$/ }],
    },
  ],
  resources: [functions],
})
