// The CloudWatch agent: memory, disks, network and processes of machines, as they see them from within.
import { defineService } from '../../core/define.ts'
import { grain, metrics, otherSets } from './metrics.ts'

export const cloudWatchAgent = defineService({
  id: 'cwagent',
  title: 'CloudWatch agent',
  namespaces: [
    {
      namespace: 'CWAgent',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: [
        'InstanceId',
        'InstanceType',
        'ImageId',
        'AutoScalingGroupName',
        'host',
        'cpu',
        'path',
        'device',
        'fstype',
        'name',
        'interface',
        'driver',
        'objectname',
        'instance',
      ],
      grain,
      otherSets,
      associations: [{ resourceType: 'ec2:instance', arn: /:instance\/(?<InstanceId>i-[0-9a-f]+)$/ }],
      // Who limits EC2 to some instances means what is seen from within them too, as with their volumes.
      filteredWith: { namespace: 'AWS/EC2', resourceType: 'ec2:instance', label: 'instance-id' },
    },
  ],
  resources: [],
})
