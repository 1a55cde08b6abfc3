// Making, closing and removing member accounts, and who of them is a delegated administrator.
import type {
  CloseAccountCommandInput,
  CreateAccountCommandInput,
  DeregisterDelegatedAdministratorCommandInput,
  DescribeCreateAccountStatusCommandInput,
  EnableAWSServiceAccessCommandInput,
  ListAWSServiceAccessForOrganizationCommandInput,
  ListDelegatedAdministratorsCommandInput,
  RegisterDelegatedAdministratorCommandInput,
  RemoveAccountFromOrganizationCommandInput,
} from '@aws-sdk/client-organizations'
import { AwsError, type Operation } from '../../contract.ts'
import { makeRole } from '../../iam/entities.ts'
import type { IamState } from '../../iam/state.ts'
import { addMember } from '../../organization/edit.ts'
import type { AccountCreation, AwsOrganization } from '../../organization/model.ts'
import type { SimulatedAccount } from '../../world/world.ts'
import { type Ask, invalid, memberIn, onAccount, operations, page, shownMember } from './common.ts'

/** Told of an account that was created, before anybody can call in it. */
export type OnCreated = (account: SimulatedAccount) => void

function newAccountId(iam: IamState): string {
  const digits = Array.from({ length: 12 }, () => Math.floor(iam.random.next() * 10)).join('')
  return iam.accountIds().includes(digits) ? newAccountId(iam) : digits
}

/** AWS gives it a role that the management account may assume. */
function makeAccessRole(iam: IamState, accountId: string, managementAccountId: string, name: string): void {
  const principal = { AWS: `arn:aws:iam::${managementAccountId}:root` }
  const Statement = [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }]
  iam.change(accountId, draft => {
    const role = makeRole(iam, draft, { name, trust: JSON.stringify({ Version: '2012-10-17', Statement }) })
    role.attached = ['arn:aws:iam::aws:policy/AdministratorAccess']
  })
}

const shownCreation = ({ id, accountName, accountId, requestedAt }: AccountCreation, state: string) => ({
  CreateAccountStatus: {
    Id: id,
    AccountName: accountName,
    State: state,
    RequestedTimestamp: new Date(requestedAt),
    ...(state === 'SUCCEEDED' ? { AccountId: accountId, CompletedTimestamp: new Date(requestedAt) } : {}),
  },
})

/** The account is there at once; AWS answers IN_PROGRESS all the same, and so does this. */
function createAccount(iam: IamState, input: CreateAccountCommandInput, { organization }: Ask, onCreated: OnCreated) {
  const { Email: email = '', AccountName: name = '', RoleName = 'OrganizationAccountAccessRole' } = input
  if (!/^[^\s@]{1,}@[^\s@]+\.[^\s@]+$/.test(email) || email.length > 64)
    throw invalid('You specified an invalid email.')
  if (!/^[ -~]{1,50}$/.test(name)) throw invalid('You specified an invalid account name.')
  const accountId = newAccountId(iam)
  const requestedAt = iam.wallClock.now()
  const creation: AccountCreation = { id: `car-${iam.random.hex(16)}`, accountName: name, accountId, requestedAt }
  iam.organizations.change(organization.id, draft => {
    const parentId = draft.rootId
    addMember(draft, { accountId, name, email, joinedMethod: 'CREATED', joinedAt: requestedAt, parentId })
    draft.creations[creation.id] = creation
  })
  onCreated({ accountId, name })
  makeAccessRole(iam, accountId, organization.managementAccountId, RoleName)
  return shownCreation(creation, 'IN_PROGRESS')
}

function describeCreation(organization: AwsOrganization, input: DescribeCreateAccountStatusCommandInput) {
  const creation = organization.creations[input.CreateAccountRequestId ?? '']
  if (!creation)
    throw new AwsError('CreateAccountStatusNotFoundException', "We can't find a create account request with this id.")
  return shownCreation(creation, 'SUCCEEDED')
}

/** AWS suspends a closed account for 90 days before it is gone. */
function closeAccount(iam: IamState, input: CloseAccountCommandInput, { organization }: Ask): void {
  const member = memberIn(organization, input.AccountId)
  if (member.accountId === organization.managementAccountId)
    throw new AwsError('ConstraintViolationException', 'You cannot close the management account with this API.')
  if (member.state !== 'ACTIVE')
    throw new AwsError('AccountAlreadyClosedException', 'The provided account is already closed.')
  iam.organizations.change(organization.id, draft => {
    memberIn(draft, member.accountId).state = 'SUSPENDED'
  })
}

function removeAccount(iam: IamState, input: RemoveAccountFromOrganizationCommandInput, { organization }: Ask): void {
  const { accountId } = memberIn(organization, input.AccountId)
  if (accountId === organization.managementAccountId)
    throw new AwsError(
      'MasterCannotLeaveOrganizationException',
      'The management account cannot leave its organization.',
    )
  iam.organizations.change(organization.id, draft => {
    delete draft.members[accountId]
    delete draft.attached[accountId]
  })
}

function register(iam: IamState, input: RegisterDelegatedAdministratorCommandInput, { organization }: Ask): void {
  const { accountId, delegated } = memberIn(organization, input.AccountId)
  const principal = input.ServicePrincipal ?? ''
  if (accountId === organization.managementAccountId)
    throw new AwsError(
      'ConstraintViolationException',
      'You cannot register the management account as an administrator.',
    )
  if (!Object.hasOwn(organization.serviceAccess, principal))
    throw new AwsError('ConstraintViolationException', 'You must enable trusted access for the service first.')
  if (Object.hasOwn(delegated, principal))
    throw new AwsError(
      'AccountAlreadyRegisteredException',
      'The provided account is already a delegated administrator for your organization.',
    )
  iam.organizations.change(organization.id, draft => {
    memberIn(draft, accountId).delegated[principal] = iam.wallClock.now()
  })
}

function deregister(iam: IamState, input: DeregisterDelegatedAdministratorCommandInput, { organization }: Ask): void {
  const { accountId, delegated } = memberIn(organization, input.AccountId)
  const principal = input.ServicePrincipal ?? ''
  if (!Object.hasOwn(delegated, principal))
    throw new AwsError('AccountNotRegisteredException', 'The provided account is not a delegated administrator.')
  iam.organizations.change(organization.id, draft => {
    delete memberIn(draft, accountId).delegated[principal]
  })
}

function listAdministrators(organization: AwsOrganization, input: ListDelegatedAdministratorsCommandInput) {
  const { ServicePrincipal: wanted } = input
  const administrators = Object.values(organization.members).flatMap(member => {
    const since = wanted === undefined ? Object.values(member.delegated) : [member.delegated[wanted] ?? []].flat()
    if (since.length === 0) return []
    return [{ ...shownMember(organization, member), DelegationEnabledDate: new Date(Math.min(...since)) }]
  })
  return page('DelegatedAdministrators', administrators, input)
}

function enableService(iam: IamState, input: EnableAWSServiceAccessCommandInput, { organization }: Ask): void {
  iam.organizations.change(organization.id, draft => {
    draft.serviceAccess[input.ServicePrincipal ?? ''] ??= iam.wallClock.now()
  })
}

function listServices(organization: AwsOrganization, input: ListAWSServiceAccessForOrganizationCommandInput) {
  const enabled = Object.entries(organization.serviceAccess)
  const principals = enabled.map(([ServicePrincipal, at]) => ({ ServicePrincipal, DateEnabled: new Date(at) }))
  return page('EnabledServicePrincipals', principals, input)
}

export const memberOperations = (iam: IamState, onCreated: OnCreated): Record<string, Operation> => ({
  ...operations(iam, 'management', {
    CreateAccount: { answer: (input: CreateAccountCommandInput, ask) => createAccount(iam, input, ask, onCreated) },
    CloseAccount: {
      on: onAccount,
      answer: (input: CloseAccountCommandInput, ask) => closeAccount(iam, input, ask),
    },
    RemoveAccountFromOrganization: {
      on: onAccount,
      answer: (input: RemoveAccountFromOrganizationCommandInput, ask) => removeAccount(iam, input, ask),
    },
    RegisterDelegatedAdministrator: {
      on: onAccount,
      answer: (input: RegisterDelegatedAdministratorCommandInput, ask) => register(iam, input, ask),
    },
    DeregisterDelegatedAdministrator: {
      on: onAccount,
      answer: (input: DeregisterDelegatedAdministratorCommandInput, ask) => deregister(iam, input, ask),
    },
    EnableAWSServiceAccess: {
      answer: (input: EnableAWSServiceAccessCommandInput, ask) => enableService(iam, input, ask),
    },
  }),
  ...operations(iam, 'administrators', {
    DescribeCreateAccountStatus: {
      answer: (input: DescribeCreateAccountStatusCommandInput, ask) => describeCreation(ask.organization, input),
    },
    ListDelegatedAdministrators: {
      answer: (input: ListDelegatedAdministratorsCommandInput, ask) => listAdministrators(ask.organization, input),
    },
    ListAWSServiceAccessForOrganization: {
      answer: (input: ListAWSServiceAccessForOrganizationCommandInput, ask) => listServices(ask.organization, input),
    },
  }),
})
