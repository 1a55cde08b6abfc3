// Amazon EC2: instances.
import { defineService } from '../../core/define.ts'
import { instances } from './instances.ts'
import { metrics } from './metrics.ts'

export const ec2 = defineService({
  id: 'ec2',
  title: 'Amazon EC2',
  namespaces: [
    {
      namespace: 'AWS/EC2',
      // Basic monitoring. An instance with detailed monitoring publishes each minute; read at 300 s both are whole.
      period: 300,
      publicationDelay: 300,
      metrics,
      dimensions: ['InstanceId', 'AutoScalingGroupName', 'ImageId', 'InstanceType', 'Per-VPC Metrics'],
      // Again by group, image and type, and for all instances together.
      grain: [['InstanceId']],
      otherSets: [[], ['AutoScalingGroupName'], ['ImageId'], ['InstanceType']],
      // Metrics by group, image or type (AutoScalingGroupName, ImageId, InstanceType) are of no single instance.
      associations: [{ resourceType: 'ec2:instance', arn: /:instance\/(?<InstanceId>i-[0-9a-f]+)$/ }],
    },
  ],
  resources: [instances],
})
