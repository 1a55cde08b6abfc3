// What is asked of the server about an account's life after connecting.
import {
  type ChangePreview,
  changePreviewReply,
  erasuresReply,
  removalReply,
} from '../../../src/server/schema/account-change.ts'
import { acceptedFaultReply, rotationReply } from '../../../src/server/schema/account-life.ts'
import { namespacesReply } from '../../../src/server/schema/aws-accounts.ts'
import { type MetricNameFilter, metricNamePreviewReply } from '../../../src/server/schema/aws-public.ts'
import { accountReply } from '../../../src/server/schema/web-reads.ts'
import { type AccountAttributes, accountPath, wrapAccount } from './api.ts'
import { read, send } from './http.ts'

export type { ChangePreview }

export const lifeApi = {
  pause: (id: string) => read(accountReply, 'POST', `${accountPath(id)}/pause`),
  resume: (id: string) => read(accountReply, 'POST', `${accountPath(id)}/resume`),
  turnOff: (id: string, feature: string) => read(accountReply, 'POST', `${accountPath(id)}/turn_off`, { feature }),
  preview: (id: string, change: Partial<AccountAttributes>) =>
    read(changePreviewReply, 'POST', `${accountPath(id)}/preview`, wrapAccount(change)),

  previewNames: (id: string, metric_name_filters: readonly MetricNameFilter[]) =>
    read(metricNamePreviewReply, 'POST', `${accountPath(id)}/metric_name_filter_preview`, {
      data: { type: 'metric_name_filter_preview', attributes: { metric_name_filters } },
    }),
  namespaces: () => read(namespacesReply, 'GET', '/api/v2/integration/aws/available_namespaces'),

  rotate: (id: string) => read(rotationReply, 'POST', `${accountPath(id)}/rotate_external_id`),
  finishRotation: (id: string) => read(accountReply, 'POST', `${accountPath(id)}/rotate_external_id/finish`),
  cancelRotation: (id: string) => send('DELETE', `${accountPath(id)}/rotate_external_id`),

  acceptFault: (id: string, fault: { fault_id: string; path: string; reason: string }) =>
    read(acceptedFaultReply, 'POST', `${accountPath(id)}/accept_fault`, fault),
  withdrawFault: (id: string, fault: { fault_id: string; path: string }) =>
    send('DELETE', `${accountPath(id)}/accept_fault`, fault),

  removal: (id: string) => read(removalReply, 'GET', `${accountPath(id)}/removal`),
  remove: (id: string, data: 'keep' | 'erase') => send('DELETE', `${accountPath(id)}?data=${data}`),
  erasures: () => read(erasuresReply, 'GET', '/api/v2/integration/aws/erasures'),
}
