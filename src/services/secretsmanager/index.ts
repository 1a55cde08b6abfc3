// AWS Secrets Manager: secrets by name, rotation and key; no value is ever read.
import type { SecretListEntry } from '@aws-sdk/client-secrets-manager'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, keyArn, labelRecord, related, tagRecord, withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

function secretFacts(context: ReadContext, secret: SecretListEntry, arn: string): ResourceFacts {
  return {
    arn,
    name: secret.Name ?? arn,
    tags: tagRecord(secret.Tags),
    labels: labelRecord({ rotation: secret.RotationEnabled, 'owning-service': secret.OwningService }),
    // Not LastAccessedDate: a secret in use would be another each day.
    attributes: describe(secret, [
      'Name',
      'Description',
      'CreatedDate',
      'LastChangedDate',
      'RotationEnabled',
      'RotationRules',
      'LastRotatedDate',
      'NextRotationDate',
      'DeletedDate',
      'OwningService',
      'PrimaryRegion',
      'Type',
    ]),
    ...related(['uses', keyArn(context, secret.KmsKeyId), secret.RotationLambdaARN]),
  }
}

const secrets: ResourceDefinition = {
  type: 'secretsmanager:secret',
  title: 'Secrets Manager secrets',
  actions: [
    {
      action: 'secretsmanager:ListSecrets',
      why: 'Lists secrets with their tags and rotation. No secret’s value is read, and this action does not allow it.',
    },
  ],
  scope: 'regional',
  labels: ['rotation', 'owning-service'],
  async *list(context) {
    const { paginateListSecrets, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
    const client = context.client(SecretsManagerClient)
    for await (const page of paginateListSecrets({ client, pageSize: 100 }, {}))
      yield withArn(page.SecretList, 'ARN', (secret, arn) => secretFacts(context, secret, arn))
  },
}

export const secretsManager = defineService({
  id: 'secretsmanager',
  title: 'AWS Secrets Manager',
  namespaces,
  resources: [secrets],
})
