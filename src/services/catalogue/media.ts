// What AWS publishes of video and sound; of the resources only what the tagging API tells.
import { defineService, type ServiceDefinition } from '../../core/define.ts'
import { counter, each, gauge, perRequest, untold } from '../kinds.ts'

export const media: ServiceDefinition[] = [
  defineService({
    id: 'mediaconvert',
    title: 'AWS Elemental MediaConvert',
    namespaces: [
      {
        namespace: 'AWS/MediaConvert',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Count', 'Errors JobsCompletedCount JobsErroredCount'),
          ...each(gauge, 'Seconds', 'AudioOutputSeconds HDOutputSeconds SDOutputSeconds UHDOutputSeconds'),
          ...each(perRequest, 'Seconds', 'StandbyTime TranscodingTime'),
        ],
        dimensions: ['Job', 'Operation', 'Queue'],
        grain: [],
        associations: [{ resourceType: 'mediaconvert:queues', arn: /^(?<Queue>.+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'medialive',
    title: 'AWS Elemental MediaLive',
    namespaces: [
      {
        namespace: 'AWS/MediaLive',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              DroppedFrames NotRecoveredPackets Output4xxErrors Output5xxErrors RecoveredPackets TotalPackets
            `,
          ),
          ...each(
            gauge,
            'None',
            `
              ActiveAlerts ActiveOutputs ConfiguredBitrate EncoderBitrate EncoderRunning OutputAudioLevelDbfs
              OutputAudioLevelLkfs PrimaryInputActive Temperature
            `,
          ),
          ...each(
            untold,
            'None',
            `
              ChannelInputErrorSeconds ConfiguredBitrateAvailable ErrorSeconds FillMsec InputLocked
              InputLossSeconds InputTimecodesPresent InputVideoFrameRate LinkedToStreamEndpoint NetworkIn
              NetworkOut PipelinesLocked Streaming SvqTime UsingHDMI UsingSDI
            `,
          ),
        ],
        dimensions: [
          'ActiveInputFailoverLabel',
          'AudioDescriptionName',
          'ChannelId',
          'DeviceType',
          'InputDeviceId',
          'OutputGroupName',
          'Pipeline',
        ],
        grain: [],
        associations: [{ resourceType: 'medialive:channel', arn: /:channel:(?<ChannelId>[^:]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'mediapackage',
    title: 'AWS Elemental MediaPackage',
    namespaces: [
      {
        namespace: 'AWS/MediaPackage',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Bytes', 'EgressBytes IngressBytes'),
          counter('EgressRequestCount', 'Count'),
          gauge('ActiveInput', 'None'),
          ...each(perRequest, 'Milliseconds', 'EgressResponseTime IngressResponseTime'),
        ],
        dimensions: ['Channel', 'OriginEndpoint', 'StatusCodeRange', 'IngestEndpoint', 'PackagingConfiguration'],
        grain: [],
        associations: [
          { resourceType: 'mediapackage:channels', arn: /:channels\/(?<IngestEndpoint>.+)$/ },
          {
            resourceType: 'mediapackage-vod:packaging-configurations',
            arn: /:packaging-configurations\/(?<PackagingConfiguration>.+)$/,
          },
        ],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'mediastore',
    title: 'AWS Elemental MediaStore',
    namespaces: [
      {
        namespace: 'AWS/MediaStore',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Bytes', 'BytesDownloaded BytesUploaded'),
          ...each(counter, 'Count', '4xxErrorCount 5xxErrorCount RequestCount'),
          ...each(perRequest, 'Milliseconds', 'TotalTime TurnaroundTime'),
        ],
        dimensions: ['ContainerName', 'ObjectGroupName', 'RequestType'],
        grain: [],
        associations: [{ resourceType: 'mediastore:container', arn: /:container\/(?<ContainerName>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'mediatailor',
    title: 'AWS Elemental MediaTailor',
    namespaces: [
      {
        namespace: 'AWS/MediaTailor',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              AdDecisionServer.Errors AdDecisionServer.Timeouts GetManifest.Errors Origin.Errors Origin.Timeouts
            `,
          ),
          ...each(
            untold,
            'None',
            `
              AdDecisionServer.Ads AdDecisionServer.Duration AdDecisionServer.FillRate AdNotReady Avail.Duration
              Avail.FillRate Avail.FilledDuration
            `,
          ),
        ],
        dimensions: ['ConfigurationName'],
        grain: [['ConfigurationName']],
        associations: [
          {
            resourceType: 'mediatailor:playbackConfiguration',
            arn: /:playbackConfiguration\/(?<ConfigurationName>[^/]+)$/,
          },
        ],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'elastictranscoder',
    title: 'Amazon Elastic Transcoder',
    namespaces: [
      {
        namespace: 'AWS/ElasticTranscoder',
        period: 60,
        publicationDelay: 180,
        metrics: [
          counter('Jobs Completed', 'Count'),
          counter('Jobs Errored', 'Count'),
          ...each(counter, 'Count', 'Errors Throttles'),
          untold('Billed Audio Output', 'None'),
          untold('Billed HD Output', 'None'),
          untold('Billed SD Output', 'None'),
          untold('Outputs per Job', 'None'),
          untold('Standby Time', 'None'),
        ],
        dimensions: ['Operation', 'PipelineId'],
        grain: [],
        associations: [{ resourceType: 'elastictranscoder:pipeline', arn: /:pipeline\/(?<PipelineId>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'ivs',
    title: 'Amazon IVS',
    namespaces: [
      {
        namespace: 'AWS/IVS',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(gauge, 'None', 'ConcurrentStreams ConcurrentViews IngestAudioBitrate IngestVideoBitrate'),
          ...each(untold, 'None', 'IngestFramerate KeyframeInterval LiveDeliveredTime LiveInputTime RecordedTime'),
        ],
        dimensions: ['Channel', 'ViewerCountryCode'],
        grain: [['Channel']],
        associations: [{ resourceType: 'ivs:channel', arn: /:channel\/(?<Channel>[^/]+)$/ }],
      },
      {
        namespace: 'AWS/IVSRealTime',
        period: 60,
        publicationDelay: 180,
        metrics: [
          counter('DroppedFrames', 'Count'),
          gauge('PublishBitrate', 'None'),
          ...each(untold, 'None', 'PacketLoss PublishResolution Publishers'),
        ],
        dimensions: ['Stage', 'Participant', 'SimulcastLayer', 'MediaType'],
        grain: [],
        associations: [{ resourceType: 'ivs:stage', arn: /:stage\/(?<Stage>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
]
