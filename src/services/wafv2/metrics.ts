// What is published of AWS WAF and WAF Classic.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/WAFV2',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(
        counter,
        'Count',
        `
          AllowedRequests BlockedRequests CaptchaRequests CaptchasAttempted CaptchasSolved ChallengeRequests
          CountedRequests PassedRequests RequestsWithValidCaptchaToken RequestsWithValidChallengeToken
        `,
      ),
    ],
    dimensions: ['Region', 'Rule', 'RuleGroup', 'WebACL'],
    grain: [],
    associations: [
      { resourceType: 'wafv2:regional/webacl', arn: /:regional\/webacl\/(?<WebACL>[^/]+)\// },
      { resourceType: 'wafv2:global/webacl', arn: /:global\/webacl\/(?<WebACL>[^/]+)\// },
    ],
  },
  {
    namespace: 'AWS/WAF',
    period: 60,
    publicationDelay: 180,
    metrics: [...each(counter, 'Count', 'AllowedRequests BlockedRequests CountedRequests PassedRequests')],
    dimensions: ['Region', 'Rule', 'RuleGroup', 'WebACL'],
    grain: [],
    associations: [],
  },
]
