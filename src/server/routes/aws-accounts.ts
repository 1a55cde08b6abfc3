// The public API's AWS accounts: connect, list, change, remove.
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type AwsAccount, roleArn, usesRole } from '../../core/account.ts'
import type { AccountActor } from '../../delegation/accounts/accounts.ts'
import { type AccountInput, ignoredNames, invalid } from '../../delegation/accounts/input.ts'
import { writtenRoleName } from '../../delegation/accounts/role-name.ts'
import { settingsWarnings } from '../../delegation/accounts/settings.ts'
import {
  createAccountBody,
  type PublicAccount,
  publicAccount,
  publicAccountReply,
  publicAccountsReply,
  updateAccountBody,
} from '../schema/aws-accounts.ts'
import { availableNamespaces } from './aws-namespaces.ts'
import type { Routes } from './index.ts'
import { configId, speakJsonApi } from './json-api.ts'

export const accountsRoot = '/api/v2/integration/aws/accounts'
const params = z.object({ id: z.string() })
const knownNamespaces = new Set(availableNamespaces)

const rfc3339 = (at: number): string => new Date(at).toISOString()

export const publicAccountOf = (account: AwsAccount): PublicAccount => ({
  id: account.id,
  type: 'account',
  attributes: {
    ...account.settings,
    aws_account_id: account.accountId,
    aws_partition: account.partition,
    auth_config: usesRole(account)
      ? { role_name: writtenRoleName(account), external_id: account.externalId }
      : { access_key_id: account.accessKeyId },
    created_at: rfc3339(account.createdAt),
    modified_at: rfc3339(account.modifiedAt),
    account_name: account.name,
    account_alias: account.alias,
    role_arn: usesRole(account) ? roleArn(account) : null,
    secret_access_key_last_four: account.secretLastFour,
    status: account.state,
    paused_at: account.pausedAt === null ? null : rfc3339(account.pausedAt),
    joined_by: account.joinedBy,
  },
})

/** What clients send back as they read it is left alone in silence; a name that is nothing is said, since it may be mistyped. */
function ignoredWarnings(sent: AccountInput): Record<string, string> {
  const unknown = ignoredNames(sent).filter(name => !Object.hasOwn(publicAccount.shape.attributes.shape, name))
  return Object.fromEntries(unknown.map(name => [name, 'is not an attribute of an account; nothing was done with it']))
}

export function savedAccount(account: AwsAccount, sent: AccountInput = {}): z.infer<typeof publicAccountReply> {
  const warnings = {
    ...settingsWarnings(account.settings, account.partition, knownNamespaces),
    ...ignoredWarnings(sent),
  }
  return { data: publicAccountOf(account), ...(Object.keys(warnings).length > 0 ? { meta: { warnings } } : {}) }
}

export const actorOf = ({ actor }: FastifyRequest): AccountActor => ({
  organisation: actor.organisation,
  name: actor.name,
})

/** The path names the account; a body that names another is a mistake, or an attempt. */
function pathId(path: string, body: string | null | undefined): string {
  const id = configId(path)
  if (body != null && body.replace(/^"(.*)"$/, '$1').toLowerCase() !== id)
    throw invalid('id', 'is not the id of the path')
  return id
}

/** By what name its refusals are written down. */
export const audited = (action: string) => ({ config: { audit: `account.${action}` } })

export const awsAccountRoutes: Routes =
  ({ delegation: { accounts } }) =>
  async app => {
    speakJsonApi(app)

    app.post(
      accountsRoot,
      { ...audited('create'), schema: { body: createAccountBody, response: { 200: publicAccountReply } } },
      async request => {
        const { attributes } = request.body.data
        return savedAccount(await accounts.create(actorOf(request), attributes), attributes)
      },
    )

    app.get(
      accountsRoot,
      {
        schema: {
          querystring: z.object({ aws_account_id: z.string().optional() }),
          response: { 200: publicAccountsReply },
        },
      },
      async ({ actor, query }) => ({
        data: (await accounts.list(actor.organisation, query.aws_account_id || undefined)).map(publicAccountOf),
      }),
    )

    app.get(
      `${accountsRoot}/:id`,
      { ...audited('get'), schema: { params, response: { 200: publicAccountReply } } },
      async ({ actor, params: { id } }) => ({
        data: publicAccountOf(await accounts.get(actor.organisation, configId(id))),
      }),
    )

    app.patch(
      `${accountsRoot}/:id`,
      { ...audited('update'), schema: { params, body: updateAccountBody, response: { 200: publicAccountReply } } },
      async request => {
        const { id, attributes } = request.body.data
        return savedAccount(
          await accounts.update(actorOf(request), pathId(request.params.id, id), attributes),
          attributes,
        )
      },
    )

    app.delete(
      `${accountsRoot}/:id`,
      {
        ...audited('delete'),
        schema: {
          params,
          querystring: z.object({
            data: z.enum(['keep', 'erase']).default('keep').describe('What becomes of what was collected so far'),
          }),
        },
      },
      async (request, reply) => {
        await accounts.delete(actorOf(request), configId(request.params.id), request.query)
        return reply.removeHeader('content-type').status(204).send()
      },
    )
  }
