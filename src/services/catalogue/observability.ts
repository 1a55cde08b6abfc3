// What AWS publishes of applications, canaries, browsers, metric streams and its own advice; of the resources only what the tagging API tells.
import { DAY, SECOND } from '../../core/clock.ts'
import { defineService, type ServiceDefinition } from '../../core/define.ts'
import { counter, each, gauge, level, perRequest, reserve, untold } from '../kinds.ts'

export const observability: ServiceDefinition[] = [
  defineService({
    id: 'applicationsignals',
    title: 'Amazon CloudWatch Application Signals',
    namespaces: [
      {
        namespace: 'ApplicationSignals',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              DotNetGCGen0Count DotNetGCGen1Count DotNetGCGen2Count Error Fault JVMGCCount JVMGCOldGenCount
              JVMGCYoungGenCount PythonProcessGCCount PythonProcessGCGen0Count PythonProcessGCGen1Count
              PythonProcessGCGen2Count
            `,
          ),
          ...each(gauge, 'Count', 'DotNetThreadCount JVMThreadCount PythonProcessThreadCount'),
          ...each(
            gauge,
            'None',
            `
              DotNetGCGen0HeapSize DotNetGCGen1HeapSize DotNetGCGen2HeapSize DotNetGCLOHHeapSize
              DotNetGCPOHHeapSize JVMClassLoaded JVMMemoryEdenSpaceUsed JVMMemoryHeapUsed JVMMemoryNonHeapUsed
              JVMMemoryOldGenUsed JVMMemorySurvivorSpaceUsed JVMMemoryUsedAfterLastGC PythonProcessRSSMemoryUsed
              PythonProcessVMSMemoryUsed
            `,
          ),
          ...each(gauge, 'Percent', 'JVMCpuRecentUtilization PythonProcessCpuUtilization'),
          perRequest('Latency', 'Milliseconds'),
          ...each(
            untold,
            'None',
            `
              DotNetGCDuration DotNetThreadQueueLength JVMCpuTime JVMGCDuration JVMGCOldGenDuration
              JVMGCYoungGenDuration PythonProcessCpuTime
            `,
          ),
        ],
        dimensions: [
          'Environment',
          'Operation',
          'RemoteEnvironment',
          'RemoteOperation',
          'RemoteResourceIdentifier',
          'RemoteResourceType',
          'RemoteService',
          'Service',
        ],
        grain: [],
        associations: [],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'cloudwatch',
    title: 'Amazon CloudWatch metric streams',
    namespaces: [
      {
        namespace: 'AWS/CloudWatch/MetricStreams',
        period: 60,
        publicationDelay: 180,
        metrics: [...each(counter, 'Count', 'MetricUpdate TotalMetricUpdate'), gauge('PublishErrorRate', 'None')],
        dimensions: ['MetricStreamName'],
        grain: [['MetricStreamName']],
        associations: [],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'codeguru-profiler',
    title: 'Amazon CodeGuru Profiler',
    namespaces: [
      {
        namespace: 'AWS/CodeGuruProfiler',
        period: 60,
        publicationDelay: 180,
        metrics: [untold('Recommendations', 'None')],
        dimensions: [],
        grain: [],
        associations: [],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'aps',
    title: 'Amazon Managed Service for Prometheus',
    namespaces: [
      {
        namespace: 'AWS/Prometheus',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              AlertManagerAlertsReceived AlertManagerNotificationsFailed AlertManagerNotificationsThrottled
              AnomalyDetectorEvaluationFailures RuleEvaluationFailures
            `,
          ),
          ...each(gauge, 'None', 'ActiveSeriesLimitPerLabelSet ActiveSeriesPerLabelSet'),
          ...each(
            untold,
            'None',
            `
              AnomalyDetectorEvaluations AnomalyDetectorLastEvaluationDuration AnomalyDetectorMissedEvaluations
              AnomalyDetectors DiscardedSamples DiscardedSamplesPerLabelSet DiscardedSeries
              DiscardedSeriesPerLabelSet IngestionRatePerLabelSet QuerySamplesProcessed RuleEvaluations
              RuleGroupIterationsMissed RuleGroupLastEvaluationDuration
            `,
          ),
        ],
        dimensions: ['Reason', 'RuleGroup', 'Workspace'],
        grain: [],
        associations: [{ resourceType: 'aps:workspace', arn: /:workspace\/(?<Workspace>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'rum',
    title: 'Amazon CloudWatch RUM',
    namespaces: [
      {
        namespace: 'AWS/RUM',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              Http4xxCount Http5xxCount HttpStatusCodeCount JsErrorCount NavigationFrustratedCount
              NavigationSatisfiedCount NavigationToleratedCount PageViewCount SessionCount
            `,
          ),
          gauge('RumEventPayloadSize', 'Bytes'),
          gauge('WebVitalsLargestContentfulPaint', 'Milliseconds'),
          gauge('WebVitalsCumulativeLayoutShift', 'None'),
          ...each(
            perRequest,
            'Milliseconds',
            `
              PerformanceNavigationDuration PerformanceResourceDuration WebVitalsFirstInputDelay
            `,
          ),
        ],
        dimensions: ['application_name', 'PageId'],
        grain: [['application_name']],
        associations: [{ resourceType: 'rum:appmonitor', arn: /:appmonitor\//, facts: { application_name: 'name' } }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'sdkmetrics',
    title: 'AWS SDK metrics',
    namespaces: [
      {
        namespace: 'AWS/SDKMetrics',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Count', 'CallCount ClientErrorCount ConnectionErrorCount ServerErrorCount ThrottleCount'),
          untold('EndToEndLatency', 'None'),
        ],
        dimensions: ['DestinationRegion', 'Service'],
        grain: [],
        associations: [],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'servicecatalog',
    title: 'AWS Service Catalog',
    namespaces: [
      {
        namespace: 'AWS/ServiceCatalog',
        period: 60,
        publicationDelay: 180,
        metrics: [untold('ProvisionedProductLaunch', 'None')],
        dimensions: ['State', 'ProductId', 'ProvisioningArtifactId'],
        grain: [],
        associations: [{ resourceType: 'catalog:product', arn: /:product\/(?<ProductId>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'synthetics',
    title: 'Amazon CloudWatch Synthetics',
    namespaces: [
      {
        namespace: 'CloudWatchSynthetics',
        period: 60,
        publicationDelay: 180,
        metrics: [
          counter('Failed requests', 'Count'),
          ...each(counter, 'Count', '2xx 4xx 5xx Failed'),
          level('VisualMonitoringTotalComparisons', 'Count'),
          perRequest('Duration', 'Milliseconds'),
          ...each(reserve, 'Percent', 'SuccessPercent VisualMonitoringSuccessPercent'),
        ],
        dimensions: ['CanaryName', 'StepName'],
        grain: [['CanaryName']],
        otherSets: [['CanaryName', 'StepName']],
        associations: [{ resourceType: 'synthetics:canary', arn: /:canary:(?<CanaryName>[^:]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'trustedadvisor',
    title: 'AWS Trusted Advisor',
    namespaces: [
      {
        namespace: 'AWS/TrustedAdvisor',
        period: DAY / SECOND,
        publicationDelay: 3600,
        metrics: [
          ...each(level, 'Count', 'GreenChecks RedChecks RedResources YellowChecks YellowResources'),
          level('ServiceLimitUsage', 'Percent'),
        ],
        dimensions: ['Category', 'CheckName', 'Region', 'ServiceLimit', 'ServiceName'],
        grain: [],
        associations: [],
      },
    ],
    resources: [],
  }),
]
