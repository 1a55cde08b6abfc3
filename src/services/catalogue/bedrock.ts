// What AWS publishes of Amazon Bedrock: models, agents and guardrails; of the resources only what the tagging API tells.
import { defineService, type ServiceDefinition } from '../../core/define.ts'
import { counter, each, gauge, perRequest } from '../kinds.ts'

export const bedrock: ServiceDefinition[] = [
  defineService({
    id: 'bedrock',
    title: 'Amazon Bedrock',
    namespaces: [
      {
        namespace: 'AWS/Bedrock',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              CacheReadInputTokenCount CacheWriteInputTokenCount CacheWriteOutputTokenCount InputTokenCount
              InvocationClientErrors InvocationServerErrors InvocationThrottles Invocations LegacyModelInvocations
              ModelInvocationLargeDataS3DeliveryFailure ModelInvocationLargeDataS3DeliverySuccess
              ModelInvocationLogsCloudWatchDeliveryFailure ModelInvocationLogsCloudWatchDeliverySuccess
              ModelInvocationLogsS3DeliveryFailure ModelInvocationLogsS3DeliverySuccess OutputImageCount
              OutputTokenCount
            `,
          ),
          gauge('TimeToFirstToken', 'Milliseconds'),
          gauge('EstimatedTPMQuotaUsage', 'None'),
          perRequest('InvocationLatency', 'Milliseconds'),
        ],
        dimensions: ['BucketedStepSize', 'ImageSize', 'ModelId'],
        grain: [],
        associations: [],
      },
      {
        namespace: 'AWS/Bedrock/Agents',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              InputTokenCount InvocationClientErrors InvocationCount InvocationServerErrors InvocationThrottles
              ModelInvocationClientErrors ModelInvocationCount ModelInvocationServerErrors
              ModelInvocationThrottles OutputTokenCount
            `,
          ),
          gauge('TTFT', 'Milliseconds'),
          ...each(perRequest, 'Milliseconds', 'ModelLatency TotalTime'),
        ],
        dimensions: ['AgentAliasArn', 'ModelId', 'Operation'],
        grain: [],
        associations: [{ resourceType: 'bedrock:agent-alias', arn: /^(?<AgentAliasArn>.+)$/ }],
      },
      {
        namespace: 'AWS/Bedrock/Guardrails',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              FindingCounts InputTokenCount InvocationClientErrors InvocationServerErrors InvocationThrottles
              Invocations InvocationsIntervened TextUnitCount TotalFindings
            `,
          ),
          ...each(perRequest, 'Milliseconds', 'InvocationLatency Latency'),
        ],
        dimensions: [
          'FindingType',
          'GuardrailArn',
          'GuardrailContentSource',
          'GuardrailPolicyType',
          'GuardrailVersion',
          'Operation',
          'PolicyArn',
          'PolicyVersion',
        ],
        grain: [],
        associations: [{ resourceType: 'bedrock:guardrail', arn: /^(?<GuardrailArn>.+)$/ }],
      },
    ],
    resources: [],
  }),
]
