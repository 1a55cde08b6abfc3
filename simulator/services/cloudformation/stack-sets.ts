// StackSets: created, updated, deleted and described, with their operations.
import type {
  CreateStackSetCommandInput,
  DeleteStackSetCommandInput,
  DescribeStackSetCommandInput,
  DescribeStackSetOperationCommandInput,
  ListStackSetOperationResultsCommandInput,
  ListStackSetOperationsCommandInput,
  ListStackSetsCommandInput,
  UpdateStackSetCommandInput,
} from '@aws-sdk/client-cloudformation'
import type { StackSet, StackSetOperation } from '../../cloudformation/model.ts'
import { parameterValues } from '../../cloudformation/parameters.ts'
import { checkCapabilities } from '../../cloudformation/resources/index.ts'
import { readTemplate, validationError } from '../../cloudformation/template.ts'
import { AwsError, type Call, type Operation } from '../../contract.ts'
import { iamArn } from '../../iam/model.ts'
import { partitionOfRegion } from '../../partitions.ts'
import {
  arnOf,
  type CloudFormation,
  changeStacks,
  checkedTemplate,
  onAny,
  paged,
  tagsFrom,
  tagsShown,
  templateText,
} from './common.ts'
import { parametersShown } from './shown.ts'
import { keeperOf, onStackSet, organizationFor, stackSetsOf, theStackSet, toleranceOf } from './stack-set-common.ts'
import { stackSetsPrincipal } from './stack-set-hands.ts'
import { runOperation } from './stack-set-run.ts'

function autoDeploymentOf(input: Pick<CreateStackSetCommandInput, 'AutoDeployment' | 'PermissionModel'>) {
  const { AutoDeployment, PermissionModel } = input
  if (PermissionModel === 'SERVICE_MANAGED' && AutoDeployment?.Enabled === undefined)
    throw validationError('AutoDeployment must be specified for stack sets with service-managed permissions')
  if (PermissionModel !== 'SERVICE_MANAGED' && AutoDeployment !== undefined)
    throw validationError('AutoDeployment is only for stack sets with service-managed permissions')
  return {
    enabled: AutoDeployment?.Enabled ?? false,
    retainStacks: AutoDeployment?.RetainStacksOnAccountRemoval ?? false,
  }
}

function create(cfn: CloudFormation, input: CreateStackSetCommandInput, call: Call) {
  const name = input.StackSetName ?? ''
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name))
    throw validationError(`Value '${name}' at 'stackSetName' failed to satisfy constraint`)
  const permissionModel = input.PermissionModel ?? 'SELF_MANAGED'
  const autoDeployment = autoDeploymentOf(input)
  if (permissionModel === 'SERVICE_MANAGED') organizationFor(cfn, input, call)
  const text = templateText(input)
  const template = checkedTemplate(text)
  const parameters = parameterValues(template, input.Parameters ?? [])
  checkCapabilities(template, input.Capabilities)
  const accountId = keeperOf(cfn, input, call)
  if (stackSetsOf(cfn, input, call).some(other => other.name === name && other.status === 'ACTIVE'))
    throw new AwsError('NameAlreadyExistsException', `StackSet ${name} already exists`, 409)
  const id = `${name}:${cfn.iam.random.uuid()}`
  const partition = partitionOfRegion(call.region)
  const stackSet: StackSet = {
    ...{ id, name, accountId, permissionModel, autoDeployment, parameters, template: text },
    arn: arnOf({ ...call, caller: { ...call.caller, accountId } }, `stackset/${id}`),
    region: call.region,
    status: 'ACTIVE',
    tags: tagsFrom(input.Tags),
    capabilities: input.Capabilities ?? [],
    administrationRole:
      input.AdministrationRoleARN ??
      iamArn({ accountId, partition }, 'role/AWSCloudFormationStackSetAdministrationRole'),
    executionRole: input.ExecutionRoleName ?? 'AWSCloudFormationStackSetExecutionRole',
    ...{ targets: [], instances: [], operations: [] },
    ...(input.Description === undefined ? {} : { description: input.Description }),
  }
  changeStacks(cfn, accountId, draft => {
    draft.stackSets[id] = stackSet
  })
  return { StackSetId: id }
}

/** What is left out of an update goes back to nothing, but for parameters that keep their previous value. */
function update(cfn: CloudFormation, input: UpdateStackSetCommandInput, call: Call) {
  const stackSet = theStackSet(cfn, input, call)
  if (stackSet.permissionModel === 'SERVICE_MANAGED') organizationFor(cfn, input, call)
  const text = templateText(input, stackSet.template)
  const template = checkedTemplate(text)
  checkCapabilities(template, input.Capabilities)
  Object.assign(stackSet, {
    template: text,
    parameters: parameterValues(template, input.Parameters ?? [], stackSet.parameters),
    capabilities: input.Capabilities ?? [],
    ...(input.Tags === undefined ? {} : { tags: tagsFrom(input.Tags) }),
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.AutoDeployment === undefined
      ? {}
      : { autoDeployment: autoDeploymentOf({ ...input, PermissionModel: stackSet.permissionModel }) }),
  })
  const places = stackSet.instances.map(({ accountId, region, unitId }) => ({ accountId, region, unitId }))
  const tolerance = toleranceOf(input.OperationPreferences, places.length)
  const id = input.OperationId ?? cfn.iam.random.uuid()
  runOperation(cfn, stackSet, { id, action: 'UPDATE', places, tolerance }, call)
  return { OperationId: id }
}

function remove(cfn: CloudFormation, input: DeleteStackSetCommandInput, call: Call) {
  const stackSet = theStackSet(cfn, input, call)
  if (stackSet.instances.length > 0) throw new AwsError('StackSetNotEmptyException', 'StackSet is not empty', 409)
  changeStacks(cfn, stackSet.accountId, draft => {
    draft.stackSets[stackSet.id] = { ...stackSet, status: 'DELETED' }
  })
  return {}
}

const autoDeploymentShown = ({ permissionModel, autoDeployment }: StackSet) =>
  permissionModel === 'SERVICE_MANAGED'
    ? { Enabled: autoDeployment.enabled, RetainStacksOnAccountRemoval: autoDeployment.retainStacks }
    : undefined

function describe(cfn: CloudFormation, input: DescribeStackSetCommandInput, call: Call) {
  const stackSet = theStackSet(cfn, input, call)
  const selfManaged = stackSet.permissionModel === 'SELF_MANAGED'
  return {
    StackSet: {
      StackSetName: stackSet.name,
      StackSetId: stackSet.id,
      StackSetARN: stackSet.arn,
      Description: stackSet.description ?? readTemplate(stackSet.template).description,
      Status: stackSet.status,
      TemplateBody: stackSet.template,
      Parameters: parametersShown(stackSet),
      Capabilities: stackSet.capabilities,
      Tags: tagsShown(stackSet.tags),
      AdministrationRoleARN: selfManaged ? stackSet.administrationRole : undefined,
      ExecutionRoleName: selfManaged ? stackSet.executionRole : undefined,
      PermissionModel: stackSet.permissionModel,
      AutoDeployment: autoDeploymentShown(stackSet),
      OrganizationalUnitIds: [...new Set(stackSet.targets.map(({ unitId }) => unitId))],
      ManagedExecution: { Active: false },
    },
  }
}

function list(cfn: CloudFormation, input: ListStackSetsCommandInput, call: Call) {
  const wanted = stackSetsOf(cfn, input, call).filter(({ status }) => status === (input.Status ?? 'ACTIVE'))
  const { items, rest } = paged(wanted, input.MaxResults ?? 100, input.NextToken)
  const Summaries = items.map(stackSet => ({
    StackSetName: stackSet.name,
    StackSetId: stackSet.id,
    Description: stackSet.description,
    Status: stackSet.status,
    PermissionModel: stackSet.permissionModel,
    AutoDeployment: autoDeploymentShown(stackSet),
  }))
  return { Summaries, ...rest }
}

const operationShown = ({ id, action, status, startedAt, endedAt, results }: StackSetOperation) => ({
  OperationId: id,
  Action: action,
  Status: status,
  CreationTimestamp: new Date(startedAt),
  EndTimestamp: new Date(endedAt),
  StatusDetails: { FailedStackInstancesCount: results.filter(result => result.status === 'FAILED').length },
})

function theOperation(stackSet: StackSet, id: string | undefined): StackSetOperation {
  const found = stackSet.operations.find(operation => operation.id === id)
  if (!found) throw new AwsError('OperationNotFoundException', `Operation ${id} not found`, 404)
  return found
}

function describeOperation(cfn: CloudFormation, input: DescribeStackSetOperationCommandInput, call: Call) {
  const stackSet = theStackSet(cfn, input, call)
  return {
    StackSetOperation: {
      ...operationShown(theOperation(stackSet, input.OperationId)),
      StackSetId: stackSet.id,
      OperationPreferences: { RegionOrder: [] },
    },
  }
}

function listOperations(cfn: CloudFormation, input: ListStackSetOperationsCommandInput, call: Call) {
  const newest = [...theStackSet(cfn, input, call).operations].reverse()
  const { items, rest } = paged(newest, input.MaxResults ?? 100, input.NextToken)
  return { Summaries: items.map(operationShown), ...rest }
}

function listResults(cfn: CloudFormation, input: ListStackSetOperationResultsCommandInput, call: Call) {
  const { results } = theOperation(theStackSet(cfn, input, call), input.OperationId)
  const { items, rest } = paged(results, input.MaxResults ?? 100, input.NextToken)
  const Summaries = items.map(({ accountId, region, unitId, status, reason }) => ({
    Account: accountId,
    Region: region,
    Status: status,
    StatusReason: reason,
    OrganizationalUnitId: unitId,
    AccountGateResult: {
      Status: 'SKIPPED',
      StatusReason: `Function not found: arn:aws:lambda:${region}:${accountId}:function:AWSCloudFormationStackSetAccountGate`,
    },
  }))
  return { Summaries, ...rest }
}

/** Trusted access as CloudFormation turns it on, in place of Organizations' own call. */
function activate(cfn: CloudFormation, call: Call) {
  const organization = cfn.iam.organizations.of(call.caller.accountId)
  if (organization?.managementAccountId !== call.caller.accountId)
    throw new AwsError(
      'InvalidOperationException',
      'Only the management account of an organization can activate access',
    )
  cfn.iam.organizations.change(organization.id, draft => {
    draft.serviceAccess[stackSetsPrincipal] ??= cfn.iam.wallClock.now()
  })
  return {}
}

export function stackSetOperations(cfn: CloudFormation): Record<string, Operation> {
  return {
    ...onStackSet('CreateStackSet', (input: CreateStackSetCommandInput, call) => create(cfn, input, call)),
    ...onStackSet('UpdateStackSet', (input: UpdateStackSetCommandInput, call) => update(cfn, input, call)),
    ...onStackSet('DeleteStackSet', (input: DeleteStackSetCommandInput, call) => remove(cfn, input, call)),
    ...onStackSet('DescribeStackSet', (input: DescribeStackSetCommandInput, call) => describe(cfn, input, call)),
    ...onStackSet('DescribeStackSetOperation', (input: DescribeStackSetOperationCommandInput, call) =>
      describeOperation(cfn, input, call),
    ),
    ...onStackSet('ListStackSetOperations', (input: ListStackSetOperationsCommandInput, call) =>
      listOperations(cfn, input, call),
    ),
    ...onStackSet('ListStackSetOperationResults', (input: ListStackSetOperationResultsCommandInput, call) =>
      listResults(cfn, input, call),
    ),
    ...onAny('ListStackSets', (input: ListStackSetsCommandInput, call) => list(cfn, input, call)),
    ...onAny('ActivateOrganizationsAccess', (_input: object, call) => activate(cfn, call)),
  }
}
