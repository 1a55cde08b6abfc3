// AWS KMS: keys and the names that they go by. What a key says of itself is left out: its own policy may refuse that.
import type { AliasListEntry } from '@aws-sdk/client-kms'
import { defineService, type ReadContext, type ResourceDefinition } from '../../core/define.ts'
import { withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

/** The aliases of a region's keys by the key's id; AWS's own keys have aliases too. */
async function aliasesOf(context: ReadContext): Promise<Map<string, string[]>> {
  const { KMSClient, paginateListAliases } = await import('@aws-sdk/client-kms')
  const all: AliasListEntry[] = []
  for await (const page of paginateListAliases({ client: context.client(KMSClient), pageSize: 100 }, {}))
    all.push(...(page.Aliases ?? []))
  const byKey = Map.groupBy(all, alias => alias.TargetKeyId ?? '')
  return new Map([...byKey].map(([key, aliases]) => [key, aliases.flatMap(alias => alias.AliasName ?? []).sort()]))
}

const keys: ResourceDefinition = {
  type: 'kms:key',
  title: 'KMS keys',
  actions: [
    { action: 'kms:ListKeys', why: 'Lists the KMS keys. Nothing is decrypted.' },
    { action: 'kms:ListAliases', why: 'Reads the names that KMS keys go by.' },
  ],
  scope: 'regional',
  async *list(context) {
    const { KMSClient, paginateListKeys } = await import('@aws-sdk/client-kms')
    const aliases = await aliasesOf(context)
    for await (const page of paginateListKeys({ client: context.client(KMSClient), pageSize: 1000 }, {}))
      yield withArn(page.Keys, 'KeyArn', ({ KeyId = '' }, arn) => {
        const names = aliases.get(KeyId) ?? []
        const name = names[0]?.replace(/^alias\//, '') ?? KeyId
        return { arn, name, tags: {}, labels: {}, attributes: { KeyId, Aliases: names } }
      })
  },
}

export const kms = defineService({
  id: 'kms',
  title: 'AWS KMS',
  namespaces,
  resources: [keys],
})
