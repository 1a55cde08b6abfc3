// AWS Organizations: connect one, see its tree with the state of every account, have members join, rotate their external ID.
import { z } from 'zod'
import type { OrganizationConnection } from '../../core/organization.ts'
import { writtenRoleName } from '../../delegation/accounts/role-name.ts'
import { countSentence } from '../../delegation/organizations/members.ts'
import type { OrganizationView } from '../../delegation/organizations/organizations.ts'
import { type OrganizationSetup, organizationSetup } from '../../delegation/organizations/setup.ts'
import { featuresFrom } from '../../delegation/policies/choose.ts'
import { permissionForms } from '../../delegation/setup/values.ts'
import { actionsOf } from '../../services/index.ts'
import { finishRotationBody, rotationReply } from '../schema/account-life.ts'
import {
  connectOrganizationBody,
  joinBody,
  joinReply,
  type OrganizationTree,
  organizationReply,
  organizationSetupReply,
  organizationsReply,
  organizationTreeReply,
  type PublicOrganization,
  updateOrganizationBody,
} from '../schema/organizations.ts'
import { actorOf } from './aws-accounts.ts'
import type { Routes } from './index.ts'
import { configId, speakJsonApi } from './json-api.ts'

const root = '/api/v2/integration/aws/organizations'
const one = `${root}/:id`
const params = z.object({ id: z.string() })
const audited = (action: string) => ({ config: { audit: `organization.${action}` } })

const publicOrganization = (connection: OrganizationConnection): PublicOrganization => ({
  id: connection.id,
  type: 'aws_organization',
  attributes: {
    aws_organization_id: connection.awsOrganizationId,
    aws_partition: connection.partition,
    management_account_id: connection.managementAccountId,
    read_through: connection.readThrough,
    external_id: connection.externalId,
    next_external_id: connection.nextExternalId,
    role_name: writtenRoleName(connection),
    include: connection.include,
    exclude: connection.exclude,
    auto_join: connection.autoJoin,
    settings: connection.settings,
    created_at: connection.createdAt,
    modified_at: connection.modifiedAt,
  },
})

const readingOf = ({ reading }: OrganizationView): OrganizationTree['reading'] =>
  reading
    ? {
        ...{ state: reading.state, action: reading.action, reason: reading.reason },
        ...{ read_at: reading.readAt, attempted_at: reading.attemptedAt },
      }
    : null

const treeOf = ({ reading }: OrganizationView): OrganizationTree['tree'] =>
  (reading?.nodes ?? []).flatMap(({ id, kind, name, parentId }) =>
    kind === 'account' ? [] : [{ id, kind, name, parent_id: parentId }],
  )

const described = (view: OrganizationView) => ({
  ...publicOrganization(view.connection),
  attributes: {
    ...publicOrganization(view.connection).attributes,
    reading: readingOf(view),
    tree: treeOf(view),
    accounts: view.members.map(({ accountId, parentId, accountConfigId, ...member }) => ({
      ...member,
      ...{ account_id: accountId, parent_id: parentId, account_config_id: accountConfigId },
    })),
    counts: view.counts,
    summary: countSentence(view.counts),
    rotation: view.rotation,
  },
})

const describedSetup = ({ connection }: OrganizationView, setup: OrganizationSetup) => ({
  ...{ id: connection.id, type: 'aws_organization_setup' as const },
  attributes: {
    ...{ external_id: connection.externalId, next_external_id: connection.nextExternalId },
    ...{ stack_set_name: setup.stackSetName, file_name: setup.fileName, template: setup.template },
    ...{ parameters: setup.parameters, block: setup.block, status_command: setup.statusCommand },
    terraform: { stack_set: setup.terraform.stackSet, module: setup.terraform.module, many: setup.terraform.many },
    notes: setup.notes,
  },
})

const setupQuery = z.object({
  features: z.string().max(200).optional().describe('Separated by commas; those that members join with unless given'),
  form: z.enum(permissionForms).default('wildcard'),
})

/** Connecting, looking, changing and letting go. */
export const organizationRoutes: Routes =
  ({ delegation: { organizations } }) =>
  async app => {
    speakJsonApi(app)

    app.get(root, { schema: { response: { 200: organizationsReply } } }, async ({ actor }) => ({
      data: (await organizations.list(actor.organisation)).map(publicOrganization),
    }))

    app.post(
      root,
      { ...audited('connect'), schema: { body: connectOrganizationBody, response: { 200: organizationReply } } },
      async request => ({ data: publicOrganization(await organizations.connect(actorOf(request), request.body)) }),
    )

    app.get(
      one,
      { ...audited('get'), schema: { params, response: { 200: organizationTreeReply } } },
      async ({ actor, params: { id } }) => ({
        data: described(await organizations.view(actor.organisation, configId(id))),
      }),
    )

    app.patch(
      one,
      { ...audited('update'), schema: { params, body: updateOrganizationBody, response: { 200: organizationReply } } },
      async request => {
        const id = configId(request.params.id)
        return { data: publicOrganization(await organizations.update(actorOf(request), id, request.body)) }
      },
    )

    app.delete(one, { ...audited('disconnect'), schema: { params } }, async (request, reply) => {
      await organizations.delete(actorOf(request), configId(request.params.id))
      return reply.removeHeader('content-type').status(204).send()
    })
  }

/** The tree read now, members by hand, and one external ID for all of them. */
export const organizationMemberRoutes: Routes =
  ({ aws, configuredAccountId, delegation: { organizations, policies } }) =>
  async app => {
    speakJsonApi(app)

    app.post(
      `${one}/sync`,
      { ...audited('sync'), schema: { params, response: { 200: organizationTreeReply } } },
      async ({ actor, params: { id } }) => {
        await organizations.sync(actor.organisation, configId(id))
        return { data: described(await organizations.view(actor.organisation, configId(id))) }
      },
    )

    app.post(
      `${one}/join`,
      { ...audited('join'), schema: { params, body: joinBody, response: { 200: joinReply } } },
      async request => {
        const id = configId(request.params.id)
        const outcomes = await organizations.join(actorOf(request), id, request.body.account_ids)
        return {
          data: outcomes.map(({ accountId, refusal }) => ({
            ...{ id: accountId, type: 'join_outcome' as const },
            attributes: { joined: refusal === null, reason: refusal },
          })),
        }
      },
    )

    app.get(
      `${one}/setup`,
      {
        config: { permit: 'editor', audit: 'organization.setup' },
        schema: { params, querystring: setupQuery, response: { 200: organizationSetupReply } },
      },
      async ({ actor, params: { id }, query }) => {
        const view = await organizations.view(actor.organisation, configId(id))
        const chosen = query.features === undefined ? undefined : featuresFrom(query.features, 'features')
        const setup = await organizationSetup({ aws, policies, actionsOf, configuredAccountId }, view, {
          ...{ features: chosen, form: query.form },
        })
        return { data: describedSetup(view, setup) }
      },
    )

    app.post(
      `${one}/rotate_external_id`,
      { ...audited('rotate'), schema: { params, response: { 200: rotationReply } } },
      async request => {
        const { id, externalId, nextExternalId } = await organizations.rotate(
          actorOf(request),
          configId(request.params.id),
        )
        const attributes = { external_id: externalId, next_external_id: nextExternalId }
        return { data: { id, type: 'external_id_rotation' as const, attributes } }
      },
    )

    app.post(
      `${one}/rotate_external_id/finish`,
      {
        ...audited('rotate.finish'),
        schema: { params, body: finishRotationBody, response: { 200: organizationReply } },
      },
      async request => {
        const id = configId(request.params.id)
        const options = { force: request.body?.force }
        return { data: publicOrganization(await organizations.finishRotation(actorOf(request), id, options)) }
      },
    )

    app.delete(
      `${one}/rotate_external_id`,
      { ...audited('rotate.cancel'), schema: { params } },
      async (request, reply) => {
        await organizations.cancelRotation(actorOf(request), configId(request.params.id))
        return reply.removeHeader('content-type').status(204).send()
      },
    )
  }
