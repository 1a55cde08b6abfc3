// What is asked of the server about AWS Organizations, and about many accounts at once.
import { z } from 'zod'
import {
  type bulkActions,
  bulkReply,
  joinReply,
  organizationReply,
  organizationSetupReply,
  organizationsReply,
  organizationTreeReply,
} from '../../../src/server/schema/organizations.ts'
import type { AccountAttributes } from './api.ts'
import { read, send } from './http.ts'

const aws = '/api/v2/integration/aws'
const one = (id: string) => `${aws}/organizations/${encodeURIComponent(id)}`

export interface OrganizationChange {
  include?: string[]
  exclude?: string[]
  auto_join?: boolean
}

export type BulkAction = (typeof bulkActions)[number]

export const organizationsApi = {
  list: () => read(organizationsReply, 'GET', `${aws}/organizations`),
  connect: (body: { read_through: string; role_name?: string }) =>
    read(organizationReply, 'POST', `${aws}/organizations`, body),
  tree: (id: string) => read(organizationTreeReply, 'GET', one(id)),
  update: (id: string, change: OrganizationChange) => read(organizationReply, 'PATCH', one(id), change),
  disconnect: (id: string) => send('DELETE', one(id)),
  sync: (id: string) => read(organizationTreeReply, 'POST', `${one(id)}/sync`),
  join: (id: string, accounts: string[]) => read(joinReply, 'POST', `${one(id)}/join`, { account_ids: accounts }),
  setup: (id: string) => read(organizationSetupReply, 'GET', `${one(id)}/setup`),
  rotate: (id: string) => read(z.unknown(), 'POST', `${one(id)}/rotate_external_id`),
  finish: (id: string, force: boolean) => read(z.unknown(), 'POST', `${one(id)}/rotate_external_id/finish`, { force }),
  cancel: (id: string) => send('DELETE', `${one(id)}/rotate_external_id`),
  bulk: (ids: string[], action: BulkAction, attributes?: Partial<AccountAttributes>) =>
    read(bulkReply, 'POST', `${aws}/bulk`, { ids, action, ...(attributes ? { attributes } : {}) }),
}
