// What AWS publishes of fraud detection, search, language, speech and pictures; of the resources only what the tagging API tells.
import { defineService, type ServiceDefinition } from '../../core/define.ts'
import { counter, each, gauge, level, perRequest, untold } from '../kinds.ts'

export const ai: ServiceDefinition[] = [
  defineService({
    id: 'frauddetector',
    title: 'Amazon Fraud Detector',
    namespaces: [
      {
        namespace: 'AWS/FraudDetector',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              GetEventPrediction GetEventPrediction4xxError GetEventPrediction5xxError ModelInvocation
              ModelInvocationError OutcomeReturned Prediction PredictionError RuleEvaluateError RuleEvaluateFalse
              RuleEvaluateTrue RuleNotEvaluated VariableDefaultReturned VariableUsed
            `,
          ),
          ...each(untold, 'None', 'GetEventPredictionLatency ModelInvocationLatency PredictionLatency'),
        ],
        dimensions: [
          'DetectorID',
          'DetectorVersionID',
          'ModelEndpoint',
          'ModelID',
          'ModelType',
          'OutcomeName',
          'RuleID',
          'VariableName',
        ],
        grain: [],
        associations: [{ resourceType: 'frauddetector:detector', arn: /:detector\/(?<DetectorID>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'kendra',
    title: 'Amazon Kendra',
    namespaces: [
      {
        namespace: 'AWS/Kendra',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              ClickFeedbackProcessedCount ClickFeedbackSubmittedCount DocumentsSkippedInvalidMetadata
              DocumentsSkippedNoChange DocumentsSubmittedForDeletionFailed DocumentsSubmittedForIndexingFailed
              IndexQueryCount MetadataFilesCrawled NonRelevantFeedbackProcessedCount
              ReleventFeedbackProcessedCount
            `,
          ),
          ...each(gauge, 'Count', 'DataSourceDocumentCount IndexDocumentCount ProvisionedIndexDocumentCount'),
          ...each(gauge, 'None', 'IndexDocumentStorageSize ProvisionedIndexStorageSize'),
          ...each(
            level,
            'Count',
            `
              DocumentsCrawled DocumentsIndexed DocumentsSubmittedForDeletion DocumentsSubmittedForIndexing
            `,
          ),
          untold('DataSourceSyncRuntime', 'None'),
        ],
        dimensions: ['DataSourceId', 'IndexId'],
        grain: [],
        associations: [{ resourceType: 'kendra:index', arn: /:index\/(?<IndexId>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'lex',
    title: 'Amazon Lex',
    namespaces: [
      {
        namespace: 'AWS/Lex',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              BotChannelAuthErrors BotChannelConfigurationErrors BotChannelInboundThrottledEvents
              BotChannelOutboundThrottledEvents BotChannelRequestCount BotChannelResponseCardErrors
              BotChannelSystemErrors MissedUtteranceCount RuntimeLambdaErrors RuntimePollyErrors
              RuntimeRequestCount RuntimeSystemErrors RuntimeThrottledEvents RuntimeUserErrors
            `,
          ),
          level('RuntimeInvalidLambdaResponses', 'Count'),
          perRequest('RuntimeSucessfulRequestLatency', 'Milliseconds'),
        ],
        dimensions: ['BotAlias', 'BotChannelName', 'BotName', 'BotVersion', 'InputMode', 'Operation', 'Source'],
        grain: [],
        associations: [{ resourceType: 'lex:bot', arn: /:bot:(?<BotName>[^:]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'lookoutmetrics',
    title: 'Amazon Lookout for Metrics',
    namespaces: [
      {
        namespace: 'AWS/LookoutMetrics',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Count', 'Delivered ExecutionsFailed ExecutionsStarted ExecutionsSucceeded Undelivered'),
        ],
        dimensions: ['AlertArn', 'AnomalyDetectorArn'],
        grain: [],
        associations: [{ resourceType: 'lookoutmetrics:AnomalyDetector', arn: /^(?<AnomalyDetectorArn>.+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'machinelearning',
    title: 'Amazon Machine Learning',
    namespaces: [
      {
        namespace: 'AWS/ML',
        period: 60,
        publicationDelay: 180,
        metrics: [...each(counter, 'Count', 'PredictCount PredictFailureCount')],
        dimensions: ['MLModelId', 'RequestMode'],
        grain: [],
        associations: [],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'polly',
    title: 'Amazon Polly',
    namespaces: [
      {
        namespace: 'AWS/Polly',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Count', '2XXCount 4XXCount 5XXCount RequestCharacters'),
          perRequest('ResponseLatency', 'Milliseconds'),
        ],
        dimensions: ['Operation'],
        grain: [['Operation']],
        associations: [],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'rekognition',
    title: 'Amazon Rekognition',
    namespaces: [
      {
        namespace: 'AWS/Rekognition',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              DetectedFaceCount DetectedLabelCount ServerErrorCount SuccessfulRequestCount ThrottledCount
              UserErrorCount
            `,
          ),
          perRequest('ResponseTime', 'Milliseconds'),
        ],
        dimensions: ['Operation'],
        grain: [['Operation']],
        associations: [],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'textract',
    title: 'Amazon Textract',
    namespaces: [
      {
        namespace: 'AWS/Textract',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Count', 'ServerErrorCount SuccessfulRequestCount ThrottledCount UserErrorCount'),
          perRequest('ResponseTime', 'Milliseconds'),
        ],
        dimensions: ['Operation'],
        grain: [['Operation']],
        associations: [],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'translate',
    title: 'Amazon Translate',
    namespaces: [
      {
        namespace: 'AWS/Translate',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              CharacterCount ServerErrorCount SuccessfulRequestCount ThrottledCount UserErrorCount
            `,
          ),
          perRequest('ResponseTime', 'Milliseconds'),
        ],
        dimensions: ['LanguagePair', 'Operation'],
        grain: [],
        associations: [],
      },
    ],
    resources: [],
  }),
]
