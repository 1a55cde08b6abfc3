// AWS Global Accelerator: accelerators, which belong to no region and are asked in Oregon alone.
import type { Accelerator } from '@aws-sdk/client-global-accelerator'
import { defineService, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, labelRecord, withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

const acceleratorFacts = (accelerator: Accelerator, arn: string): ResourceFacts => ({
  arn,
  name: accelerator.Name ?? arn,
  tags: {},
  labels: labelRecord({ name: accelerator.Name, hostname: accelerator.DnsName }),
  attributes: describe(accelerator, [
    'Name',
    'Status',
    'Enabled',
    'DnsName',
    'DualStackDnsName',
    'IpAddressType',
    'IpSets',
    'CreatedTime',
    'LastModifiedTime',
  ]),
})

const accelerators: ResourceDefinition = {
  type: 'globalaccelerator:accelerator',
  title: 'Global Accelerator accelerators',
  actions: [
    { action: 'globalaccelerator:ListAccelerators', why: 'Lists accelerators with their status and addresses.' },
  ],
  scope: 'global',
  partitions: ['aws'],
  labels: ['name', 'hostname'],
  async *list(context) {
    const { GlobalAcceleratorClient, paginateListAccelerators } = await import('@aws-sdk/client-global-accelerator')
    // https://docs.aws.amazon.com/global-accelerator/latest/api/Welcome.html
    const client = context.client(GlobalAcceleratorClient, 'us-west-2')
    for await (const page of paginateListAccelerators({ client, pageSize: 100 }, {}))
      yield withArn(page.Accelerators, 'AcceleratorArn', acceleratorFacts)
  },
}

export const globalAccelerator = defineService({
  id: 'globalaccelerator',
  title: 'AWS Global Accelerator',
  namespaces,
  resources: [accelerators],
})
