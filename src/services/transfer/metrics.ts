// What AWS/Transfer publishes.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/Transfer',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(counter, 'Bytes', 'BytesIn BytesOut'),
      ...each(
        counter,
        'Count',
        `
          FilesIn FilesOut InboundFailedMessage InboundMessage OnPartialUploadExecutionsFailed
          OnPartialUploadExecutionsStarted OnPartialUploadExecutionsSuccess OnUploadExecutionsFailed
          OnUploadExecutionsStarted OnUploadExecutionsSuccess
        `,
      ),
    ],
    dimensions: ['ServerId'],
    grain: [['ServerId']],
    associations: [{ resourceType: 'transfer:server', arn: /:server\/(?<ServerId>[^/]+)$/ }],
  },
]
