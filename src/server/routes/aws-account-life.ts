// What is done to a connected account: pause and resume, features turned off, its external ID rotated, warnings accepted.
import { z } from 'zod'
import {
  acceptedFaultReply,
  acceptFaultBody,
  finishRotationBody,
  rotationReply,
  turnOffBody,
  withdrawFaultBody,
} from '../schema/account-life.ts'
import { publicAccountReply } from '../schema/aws-accounts.ts'
import { accountsRoot, actorOf, audited, savedAccount } from './aws-accounts.ts'
import type { Routes } from './index.ts'
import { configId, speakJsonApi } from './json-api.ts'

const root = `${accountsRoot}/:id`
const params = z.object({ id: z.string() })
const account = { schema: { params, response: { 200: publicAccountReply } } }

export const awsAccountLifeRoutes: Routes =
  ({ delegation: { accounts } }) =>
  async app => {
    speakJsonApi(app)

    app.post(`${root}/pause`, { ...audited('pause'), ...account }, async request =>
      savedAccount(await accounts.pause(actorOf(request), configId(request.params.id))),
    )

    app.post(`${root}/resume`, { ...audited('resume'), ...account }, async request =>
      savedAccount(await accounts.resume(actorOf(request), configId(request.params.id))),
    )

    app.post(
      `${root}/turn_off`,
      { ...audited('turn_off'), schema: { ...account.schema, body: turnOffBody } },
      async request =>
        savedAccount(await accounts.turnOff(actorOf(request), configId(request.params.id), request.body.feature)),
    )

    app.post(
      `${root}/rotate_external_id`,
      { ...audited('rotate'), schema: { params, response: { 200: rotationReply } } },
      async request => {
        const { id, externalId, nextExternalId } = await accounts.rotate(actorOf(request), configId(request.params.id))
        const attributes = { external_id: externalId, next_external_id: nextExternalId }
        return { data: { id, type: 'external_id_rotation' as const, attributes } }
      },
    )

    app.post(
      `${root}/rotate_external_id/finish`,
      { ...audited('rotate.finish'), schema: { ...account.schema, body: finishRotationBody } },
      async request =>
        savedAccount(
          await accounts.finishRotation(actorOf(request), configId(request.params.id), { force: request.body?.force }),
        ),
    )

    app.delete(
      `${root}/rotate_external_id`,
      { ...audited('rotate.cancel'), schema: { params } },
      async (request, reply) => {
        await accounts.cancelRotation(actorOf(request), configId(request.params.id))
        return reply.removeHeader('content-type').status(204).send()
      },
    )

    app.post(
      `${root}/accept_fault`,
      { ...audited('accept_fault'), schema: { params, body: acceptFaultBody, response: { 200: acceptedFaultReply } } },
      async request => {
        const { fault_id, path, reason } = request.body
        const id = configId(request.params.id)
        const fault = await accounts.acceptFault(actorOf(request), id, { faultId: fault_id, path, reason })
        const attributes = { fault_id, path, reason: fault.reason, actor: fault.actor, at: fault.at }
        return { data: { id, type: 'accepted_fault' as const, attributes } }
      },
    )

    app.delete(
      `${root}/accept_fault`,
      { ...audited('withdraw_fault'), schema: { params, body: withdrawFaultBody } },
      async (request, reply) => {
        const { fault_id, path } = request.body
        await accounts.withdrawFault(actorOf(request), configId(request.params.id), { faultId: fault_id, path })
        return reply.removeHeader('content-type').status(204).send()
      },
    )
  }
