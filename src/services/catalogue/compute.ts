// What AWS publishes of the EC2 API, fleets, reservations, accelerators and OpsWorks; of the resources only what the tagging API tells.
import { defineService, type ServiceDefinition } from '../../core/define.ts'
import { counter, each, gauge, reserve } from '../kinds.ts'

export const compute: ServiceDefinition[] = [
  defineService({
    id: 'ec2-fleet',
    title: 'Amazon EC2 API, fleets and reservations',
    namespaces: [
      {
        namespace: 'AWS/EC2/API',
        period: 60,
        publicationDelay: 180,
        metrics: [...each(counter, 'Count', 'ClientErrors RequestLimitExceeded ServerErrors SuccessfulCalls')],
        dimensions: [],
        grain: [],
        associations: [],
      },
      {
        namespace: 'AWS/EC2CapacityReservations',
        period: 300,
        publicationDelay: 180,
        metrics: [
          ...each(gauge, 'Count', 'TotalInstanceCount UsedInstanceCount'),
          gauge('InstanceUtilization', 'Percent'),
          reserve('AvailableInstanceCount', 'Count'),
        ],
        dimensions: ['CapacityReservationId'],
        grain: [['CapacityReservationId']],
        associations: [
          {
            resourceType: 'ec2:capacity-reservation',
            arn: /:capacity-reservation\/(?<CapacityReservationId>cr-[0-9a-f]+)$/,
          },
        ],
      },
      {
        namespace: 'AWS/EC2Spot',
        period: 300,
        publicationDelay: 180,
        metrics: [
          ...each(
            gauge,
            'Count',
            `
              BidsSubmittedForCapacity EligibleInstancePoolCount FulfilledCapacity TargetCapacity
              TerminatingCapacity
            `,
          ),
          gauge('PendingCapacity', 'None'),
          ...each(gauge, 'Percent', 'MaxPercentCapacityAllocation PercentCapacityAllocation'),
          reserve('AvailableInstancePoolsCount', 'Count'),
        ],
        dimensions: ['AvailabilityZone', 'FleetRequestId', 'InstanceType'],
        grain: [['FleetRequestId']],
        otherSets: [['AvailabilityZone', 'FleetRequestId', 'InstanceType']],
        associations: [
          { resourceType: 'ec2:spot-fleet-request', arn: /:spot-fleet-request\/(?<FleetRequestId>[^/]+)$/ },
        ],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'elastic-gpu',
    title: 'Amazon Elastic Graphics and Inference',
    namespaces: [
      {
        namespace: 'AWS/ElasticGPUs',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(gauge, 'Count', 'GPUConnectivityCheckFailed GPUHealthCheckFailed'),
          gauge('GPUMemoryUtilization', 'Percent'),
        ],
        dimensions: ['EGPUId', 'InstanceId'],
        grain: [],
        associations: [],
      },
      {
        namespace: 'AWS/ElasticInference',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(gauge, 'Count', 'AcceleratorHealthCheckFailed ConnectivityCheckFailed'),
          gauge('AcceleratorMemoryUsage', 'None'),
        ],
        dimensions: ['ElasticInferenceAcceleratorId', 'InstanceId'],
        grain: [],
        associations: [],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'opsworks',
    title: 'AWS OpsWorks',
    namespaces: [
      {
        namespace: 'AWS/OpsWorks',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            gauge,
            'None',
            `
              cpu_idle cpu_nice cpu_steal cpu_system cpu_user cpu_waitio load_1 load_15 load_5 memory_buffers
              memory_cached memory_free memory_swap memory_total memory_used procs
            `,
          ),
        ],
        dimensions: ['InstanceId', 'LayerId', 'StackId'],
        grain: [],
        associations: [{ resourceType: 'opsworks:stack', arn: /:stack\/(?<StackId>[^/]+)\/?$/ }],
      },
    ],
    resources: [],
  }),
]
