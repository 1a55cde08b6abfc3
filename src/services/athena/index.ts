// Amazon Athena: workgroups.
import { defineService, type ResourceDefinition } from '../../core/define.ts'
import { arnsIn, describe, labelRecord } from '../facts.ts'
import { namespaces } from './metrics.ts'

const workgroups: ResourceDefinition = {
  type: 'athena:workgroup',
  title: 'Athena workgroups',
  actions: [{ action: 'athena:ListWorkGroups', why: 'Lists workgroups with their state. No query or result is read.' }],
  scope: 'regional',
  labels: ['state'],
  async *list(context) {
    const { AthenaClient, paginateListWorkGroups } = await import('@aws-sdk/client-athena')
    for await (const page of paginateListWorkGroups({ client: context.client(AthenaClient), pageSize: 50 }, {}))
      yield (page.WorkGroups ?? []).flatMap(group => {
        const arn = arnsIn(context, 'athena')('workgroup', group.Name)
        if (arn === undefined) return []
        return {
          arn,
          name: group.Name ?? arn,
          tags: {},
          labels: labelRecord({ state: group.State }),
          attributes: describe(group, ['Name', 'Description', 'State', 'EngineVersion', 'CreationTime']),
        }
      })
  },
}

export const athena = defineService({
  id: 'athena',
  title: 'Amazon Athena',
  namespaces,
  resources: [workgroups],
})
