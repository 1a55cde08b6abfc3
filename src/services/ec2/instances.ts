// EC2 instances, with the facts that people split metrics by.
import type { Instance } from '@aws-sdk/client-ec2'
import type { ReadContext, ResourceDefinition, ResourceFacts } from '../../core/define.ts'
import { ageOf, countedByState, textOf } from '../derived.ts'
import { arnsIn, describe, labelRecord, related, tagRecord } from '../facts.ts'

function instanceFacts(context: ReadContext, instance: Instance & { InstanceId: string }): ResourceFacts {
  const tags = tagRecord(instance.Tags)
  const ec2 = arnsIn(context, 'ec2')
  return {
    arn: `arn:${context.partition}:ec2:${context.region}:${context.accountId}:instance/${instance.InstanceId}`,
    name: tags.Name ?? instance.InstanceId,
    tags,
    labels: labelRecord({
      'instance-id': instance.InstanceId,
      'instance-type': instance.InstanceType,
      'availability-zone': instance.Placement?.AvailabilityZone,
      image: instance.ImageId,
      kernel: instance.KernelId,
      name: tags.Name,
      autoscaling_group: tags['aws:autoscaling:groupName'],
      // A label has one value: the group that AWS lists first. All of them are among the attributes.
      security_group_name: instance.SecurityGroups?.[0]?.GroupName,
    }),
    attributes: describe(instance, [
      'InstanceId',
      'InstanceType',
      'State',
      'StateTransitionReason',
      'ImageId',
      'LaunchTime',
      'Architecture',
      'PlatformDetails',
      'Placement',
      'Monitoring',
      'VpcId',
      'SubnetId',
      'PrivateIpAddress',
      'PrivateDnsName',
      'PublicIpAddress',
      'PublicDnsName',
      'SecurityGroups',
      'IamInstanceProfile',
      'KeyName',
      'EbsOptimized',
      'RootDeviceName',
      'BlockDeviceMappings',
      'MetadataOptions',
    ]),
    ...related(
      ['in', ec2('vpc', instance.VpcId), ec2('subnet', instance.SubnetId)],
      ['uses', ...(instance.SecurityGroups ?? []).map(group => ec2('security-group', group.GroupId))],
      ['uses', instance.IamInstanceProfile?.Arn],
    ),
  }
}

export const instances: ResourceDefinition = {
  type: 'ec2:instance',
  title: 'EC2 instances',
  actions: [
    {
      action: 'ec2:DescribeInstances',
      why: 'Lists EC2 instances with their tags, type, zone and security groups, which become tags of their metrics.',
    },
  ],
  scope: 'regional',
  labels: [
    'instance-id',
    'instance-type',
    'availability-zone',
    'image',
    'kernel',
    'name',
    'autoscaling_group',
    'security_group_name',
  ],
  derived: [
    {
      name: 'aws.ec2.host_ok',
      unit: 'Count',
      description:
        '1 while the instance runs, 0 while it is pending, stopping or stopped: the sum counts running hosts.',
      value: resource => (textOf(resource, 'State', 'Name') === 'running' ? 1 : 0),
    },
    {
      name: 'aws.ec2.instance_age',
      unit: 'Seconds',
      description: 'How long ago the instance was started; none while it does not run.',
      value: (resource, now) =>
        textOf(resource, 'State', 'Name') === 'running' ? ageOf('LaunchTime')(resource, now) : null,
    },
    countedByState('aws.ec2.instances', 'EC2 instances', 'State', 'Name'),
  ],
  async *list(context) {
    const { EC2Client, paginateDescribeInstances } = await import('@aws-sdk/client-ec2')
    const pages = paginateDescribeInstances({ client: context.client(EC2Client), pageSize: 1000 }, {})
    for await (const page of pages) {
      const found = (page.Reservations ?? []).flatMap(reservation => reservation.Instances ?? [])
      yield found.flatMap(instance => {
        // AWS still lists an instance for about an hour after it is gone.
        if (instance.InstanceId === undefined || instance.State?.Name === 'terminated') return []
        return [instanceFacts(context, { ...instance, InstanceId: instance.InstanceId })]
      })
    }
  },
}
