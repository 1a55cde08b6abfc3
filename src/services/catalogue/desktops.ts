// What AWS publishes of virtual desktops; of the resources only what the tagging API tells.
import { defineService, type ServiceDefinition } from '../../core/define.ts'
import { counter, each, gauge, perRequest, reserve, untold } from '../kinds.ts'

export const desktops: ServiceDefinition[] = [
  defineService({
    id: 'appstream',
    title: 'Amazon AppStream 2.0',
    namespaces: [
      {
        namespace: 'AWS/AppStream',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            gauge,
            'Count',
            `
              ActualCapacity DesiredCapacity InUseCapacity InsufficientCapacityError PendingCapacity
            `,
          ),
          ...each(
            gauge,
            'None',
            `
              ActiveUserSessionCapacity ActualUserSessionCapacity CpuUtilizationInstance CpuUtilizationSession
              DesiredUserSessionCapacity DiskUtilizationInstance DrainModeActiveUserSessionCapacity
              DrainModeUnusedUserSessionCapacity DrainingCapacity MemoryUtilizationInstance
              MemoryUtilizationSession PagingFileUtilizationInstance PendingUserSessionCapacity RunningCapacity
              RunningUserSessionCapacity
            `,
          ),
          gauge('CapacityUtilization', 'Percent'),
          reserve('AvailableCapacity', 'Count'),
          reserve('AvailableUserSessionCapacity', 'None'),
          ...each(
            untold,
            'None',
            `
              Bandwidth DiskReadOperations DiskWriteOperations FramesPerSecond InSessionLatency
              InsufficientConcurrencyLimitError
            `,
          ),
        ],
        dimensions: ['Fleet', 'FleetName', 'SessionId', 'InstanceId', 'UserId'],
        grain: [],
        associations: [
          { resourceType: 'appstream:fleet', arn: /:fleet\/(?<Fleet>[^/]+)$/ },
          { resourceType: 'appstream:fleet', arn: /:fleet\/(?<FleetName>[^/]+)$/ },
        ],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'workspaces',
    title: 'Amazon WorkSpaces',
    namespaces: [
      {
        namespace: 'AWS/WorkSpaces',
        period: 300,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              ConnectionAttempt ConnectionFailure ConnectionSuccess SessionDisconnect
              TrustedDeviceValidationAttempt TrustedDeviceValidationFailure TrustedDeviceValidationSuccess
            `,
          ),
          ...each(gauge, 'Count', 'Maintenance Stopped Unhealthy UserConnected'),
          ...each(
            gauge,
            'None',
            `
              ActualUserSessionCapacity DesiredUserSessionCapacity DrainModeActiveUserSessionCapacity
              DrainModeUnusedUserSessionCapacity InsufficientCapacityError PendingUserSessionCapacity
              UDPPacketLossRate
            `,
          ),
          ...each(
            gauge,
            'Percent',
            `
              CPUUsage MemoryUsage RootVolumeDiskUsage UserSessionsCapacityUtilization UserVolumeDiskUsage
            `,
          ),
          perRequest('InSessionLatency', 'Milliseconds'),
          perRequest('SessionLaunchTime', 'Seconds'),
          reserve('Available', 'Count'),
          ...each(reserve, 'None', 'AvailableUserSessionCapacity TrustedDeviceCertificateDaysBeforeExpiration'),
          untold('UpTime', 'None'),
        ],
        dimensions: [
          'DirectoryId',
          'WorkspaceId',
          'CertificateId',
          'RunningMode',
          'BundleId',
          'ComputeType',
          'Protocol',
          'UserName',
          'ComputerName',
        ],
        grain: [],
        associations: [
          { resourceType: 'workspaces:workspace', arn: /:workspace\/(?<WorkspaceId>[^/]+)$/ },
          { resourceType: 'workspaces:directory', arn: /:directory\/(?<DirectoryId>[^/]+)$/ },
        ],
      },
    ],
    resources: [],
  }),
]
