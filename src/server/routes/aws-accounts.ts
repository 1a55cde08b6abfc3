// The public API's AWS accounts: connect, list, change, remove.
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type AwsAccount, roleArn } from '../../core/account.ts'
import type { AccountActor } from '../../delegation/accounts/accounts.ts'
import { writtenRoleName } from '../../delegation/accounts/role-name.ts'
import { unknownNamespaces } from '../../delegation/accounts/settings.ts'
import {
  createAccountBody,
  type PublicAccount,
  publicAccountReply,
  publicAccountsReply,
  updateAccountBody,
} from '../schema/aws-accounts.ts'
import { availableNamespaces } from './aws-namespaces.ts'
import type { Routes } from './index.ts'
import { configId, speakJsonApi } from './json-api.ts'

const root = '/api/v2/integration/aws/accounts'
const params = z.object({ id: z.string() })
const knownNamespaces = new Set(availableNamespaces)

export const publicAccountOf = (account: AwsAccount): PublicAccount => ({
  id: account.id,
  type: 'account',
  attributes: {
    ...account.settings,
    aws_account_id: account.accountId,
    aws_partition: account.partition,
    auth_config: { role_name: writtenRoleName(account), external_id: account.externalId },
    created_at: new Date(account.createdAt).toISOString(),
    modified_at: new Date(account.modifiedAt).toISOString(),
    account_name: account.name,
    account_alias: account.alias,
    role_arn: roleArn(account),
    status: account.state,
  },
})

function saved(account: AwsAccount): z.infer<typeof publicAccountReply> {
  const unknown = unknownNamespaces(account.settings, knownNamespaces)
  const warnings = {
    'metrics_config.namespace_filters': `saved, but not known to this version: ${unknown.join(', ')}`,
  }
  return { data: publicAccountOf(account), ...(unknown.length > 0 ? { meta: { warnings } } : {}) }
}

export const actorOf = ({ actor }: FastifyRequest): AccountActor => ({
  organisation: actor.organisation,
  name: actor.name,
})

export const awsAccountRoutes: Routes =
  ({ delegation: { accounts } }) =>
  async app => {
    speakJsonApi(app)

    app.post(root, { schema: { body: createAccountBody, response: { 200: publicAccountReply } } }, async request =>
      saved(await accounts.create(actorOf(request), request.body.data.attributes)),
    )

    app.get(
      root,
      {
        schema: {
          querystring: z.object({ aws_account_id: z.string().optional() }),
          response: { 200: publicAccountsReply },
        },
      },
      async ({ actor, query }) => ({
        data: (await accounts.list(actor.organisation, query.aws_account_id)).map(publicAccountOf),
      }),
    )

    app.get(
      `${root}/:id`,
      { schema: { params, response: { 200: publicAccountReply } } },
      async ({ actor, params: { id } }) => ({
        data: publicAccountOf(await accounts.get(actor.organisation, configId(id))),
      }),
    )

    app.patch(
      `${root}/:id`,
      { schema: { params, body: updateAccountBody, response: { 200: publicAccountReply } } },
      async request =>
        saved(await accounts.update(actorOf(request), configId(request.params.id), request.body.data.attributes)),
    )

    app.delete(`${root}/:id`, { schema: { params } }, async (request, reply) => {
      await accounts.delete(actorOf(request), configId(request.params.id))
      return reply.removeHeader('content-type').status(204).send()
    })
  }
