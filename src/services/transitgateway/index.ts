// AWS Transit Gateway: transit gateways and what is attached to them.
import type { TransitGateway, TransitGatewayAttachment } from '@aws-sdk/client-ec2'
import { defineService, type MetricDefinition } from '../../core/define.ts'
import { ec2Resource } from '../ec2-resource.ts'
import { counter } from '../kinds.ts'

/** https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-cloudwatch-metrics.html */
const metrics: MetricDefinition[] = [
  ...['BytesIn', 'BytesOut', 'BytesDropCountBlackhole', 'BytesDropCountNoRoute'].map(name => counter(name, 'Bytes')),
  ...['PacketsIn', 'PacketsOut', 'PacketDropCountBlackhole', 'PacketDropCountNoRoute'].map(name => counter(name)),
]

const gateways = ec2Resource<TransitGateway>({
  type: 'transit-gateway',
  title: 'Transit gateways',
  action: 'DescribeTransitGateways',
  why: 'Lists transit gateways with their tags and options.',
  id: gateway => (gateway.State === 'deleted' ? null : gateway.TransitGatewayId),
  // One that another account shares has that account's ARN.
  arn: gateway => gateway.TransitGatewayArn,
  attributes: ['TransitGatewayId', 'State', 'OwnerId', 'Description', 'Options', 'CreationTime'],
  async *pages({ paginateDescribeTransitGateways }, client) {
    for await (const page of paginateDescribeTransitGateways({ client, pageSize: 1000 }, {}))
      yield page.TransitGateways ?? []
  },
})

/** ARNs' types of what can be attached, where an id of EC2 tells it; a peer's region is not told. */
const attachable: Record<string, string> = { vpc: 'vpc', vpn: 'vpn-connection' }

const attachments = ec2Resource<TransitGatewayAttachment>({
  type: 'transit-gateway-attachment',
  title: 'Transit gateway attachments',
  action: 'DescribeTransitGatewayAttachments',
  why: 'Lists what is attached to transit gateways: VPCs, VPNs and peers, with their tags.',
  id: attachment => (attachment.State === 'deleted' ? null : attachment.TransitGatewayAttachmentId),
  labels: attachment => ({ transitgateway: attachment.TransitGatewayId, attachment_type: attachment.ResourceType }),
  labelNames: ['transitgateway', 'attachment_type'],
  attributes: [
    'TransitGatewayAttachmentId',
    'TransitGatewayId',
    'TransitGatewayOwnerId',
    'ResourceType',
    'ResourceId',
    'ResourceOwnerId',
    'State',
    'Association',
    'CreationTime',
  ],
  relations(attachment, arn) {
    const type = attachable[attachment.ResourceType ?? '']
    // Gateways and VPCs are shared among accounts.
    const owned = (owner: string | undefined, found: string | undefined) =>
      owner === undefined ? found : found?.replace(/:\d{12}:/, `:${owner}:`)
    return [
      ['part of', owned(attachment.TransitGatewayOwnerId, arn('transit-gateway', attachment.TransitGatewayId))],
      ['attached to', type && owned(attachment.ResourceOwnerId, arn(type, attachment.ResourceId))],
    ]
  },
  async *pages({ paginateDescribeTransitGatewayAttachments }, client) {
    for await (const page of paginateDescribeTransitGatewayAttachments({ client, pageSize: 1000 }, {}))
      yield page.TransitGatewayAttachments ?? []
  },
})

export const transitGateway = defineService({
  id: 'transitgateway',
  title: 'AWS Transit Gateway',
  namespaces: [
    {
      namespace: 'AWS/TransitGateway',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: ['TransitGateway', 'TransitGatewayAttachment'],
      // The gateway's are the sum of its attachments'.
      grain: [['TransitGateway']],
      otherSets: [['TransitGateway', 'TransitGatewayAttachment']],
      // An attachment's ARN does not say its gateway; its listing does.
      associations: [
        { resourceType: 'ec2:transit-gateway', arn: /:transit-gateway\/(?<TransitGateway>tgw-[0-9a-f]+)$/ },
        {
          resourceType: 'ec2:transit-gateway-attachment',
          arn: /:transit-gateway-attachment\/(?<TransitGatewayAttachment>tgw-attach-[0-9a-f]+)$/,
          facts: { TransitGateway: 'transitgateway' },
        },
      ],
    },
  ],
  resources: [gateways, attachments],
})
