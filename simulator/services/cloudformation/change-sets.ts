// Change sets: what a deployment would do, computed, kept, and carried out when asked; `aws cloudformation deploy` goes this way.
import type {
  CreateChangeSetCommandInput,
  DeleteChangeSetCommandInput,
  DescribeChangeSetCommandInput,
  ExecuteChangeSetCommandInput,
} from '@aws-sdk/client-cloudformation'
import { changesOf, createStack, updateStack } from '../../cloudformation/deploy.ts'
import type { Change, ChangeSet, Stack } from '../../cloudformation/model.ts'
import { parameterValues } from '../../cloudformation/parameters.ts'
import { checkCapabilities } from '../../cloudformation/resources/index.ts'
import { validationError } from '../../cloudformation/template.ts'
import { AwsError, type Call, type Operation } from '../../contract.ts'
import {
  arnOf,
  type CloudFormation,
  changeStacks,
  checkedTemplate,
  checkStackName,
  findStack,
  keepStack,
  newStack,
  onStack,
  runOf,
  tagsFrom,
  tagsShown,
  templateText,
} from './common.ts'
import { parametersShown } from './shown.ts'
import { checkUpdatable, refuseRole } from './stacks.ts'

const noChanges =
  "The submitted information didn't contain changes. Submit different information to create a change set."

/** A stack that does not exist is put under review; one that does must be fit for an update. */
function stackFor(cfn: CloudFormation, input: CreateChangeSetCommandInput, call: Call): Stack {
  const present = findStack(cfn, call, input.StackName)
  const underReview = present?.status === 'REVIEW_IN_PROGRESS'
  if (input.ChangeSetType === 'CREATE') {
    if (present && !underReview)
      throw validationError(
        `Stack [${input.StackName}] already exists and cannot be created again with the changeSet [${input.ChangeSetName}].`,
      )
    const name = checkStackName(input.StackName)
    const empty = { template: templateText(input), parameters: {}, tags: {}, capabilities: [] }
    return present ?? newStack(cfn, call, { name, ...empty, status: 'REVIEW_IN_PROGRESS' })
  }
  if (!present) throw validationError(`Stack [${input.StackName}] does not exist`)
  checkUpdatable(present)
  return present
}

function create(cfn: CloudFormation, input: CreateChangeSetCommandInput, call: Call) {
  const name = input.ChangeSetName ?? ''
  refuseRole(input)
  const stack = stackFor(cfn, input, call)
  if (Object.values(stack.changeSets).some(other => other.name === name))
    throw new AwsError(
      'AlreadyExistsException',
      `ChangeSet ${name} cannot be created due to a mismatch with existing attribute Name`,
    )
  const text = templateText(input, stack.template)
  const template = checkedTemplate(text)
  const values = parameterValues(template, input.Parameters ?? [], stack.parameters)
  checkCapabilities(template, input.Capabilities)
  const tags = input.Tags === undefined || input.Tags.length === 0 ? stack.tags : tagsFrom(input.Tags)
  const { changes, outputsChange } = changesOf(runOf(cfn, call, { stack: { ...stack, tags }, template, values }))
  const empty = changes.length === 0 && !outputsChange
  const changeSet: ChangeSet = {
    id: arnOf(call, `changeSet/${name}/${cfn.iam.random.uuid()}`),
    ...{ name, tags, changes, template: text, parameters: values },
    kind: input.ChangeSetType === 'CREATE' ? 'CREATE' : 'UPDATE',
    createdAt: cfn.iam.wallClock.now(),
    capabilities: input.Capabilities ?? [],
    status: empty ? 'FAILED' : 'CREATE_COMPLETE',
    executionStatus: empty ? 'UNAVAILABLE' : 'AVAILABLE',
    ...(empty ? { reason: noChanges } : {}),
    ...(input.Description === undefined ? {} : { description: input.Description }),
  }
  stack.changeSets[changeSet.id] = changeSet
  keepStack(cfn, call.caller.accountId, stack)
  return { Id: changeSet.id, StackId: stack.id }
}

interface Named {
  ChangeSetName: string | undefined
  StackName?: string | undefined
}

/** By its ARN alone, or by its name and the stack's. */
function find(cfn: CloudFormation, input: Named, call: Call): { stack: Stack; changeSet: ChangeSet } {
  const stacks = Object.values(cfn.iam.account(call.caller.accountId)?.cloudFormation?.stacks ?? {})
  const named = findStack(cfn, call, input.StackName)
  for (const stack of named ? [named] : input.StackName === undefined ? stacks : [])
    for (const changeSet of Object.values(stack.changeSets))
      if (changeSet.id === input.ChangeSetName || (named && changeSet.name === input.ChangeSetName))
        return { stack: structuredClone(stack), changeSet }
  throw new AwsError('ChangeSetNotFoundException', `ChangeSet [${input.ChangeSetName}] does not exist`, 404)
}

const changeShown = ({ action, logicalId, physicalId, type, replacement }: Change) => ({
  Type: 'Resource',
  ResourceChange: {
    Action: action,
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    Replacement: replacement === undefined ? undefined : replacement ? 'True' : 'False',
    Scope: action === 'Modify' ? ['Properties'] : [],
    Details: [],
  },
})

function describe(cfn: CloudFormation, input: DescribeChangeSetCommandInput, call: Call) {
  const { stack, changeSet } = find(cfn, input as Named, call)
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.id,
    StackId: stack.id,
    StackName: stack.name,
    Description: changeSet.description,
    Parameters: parametersShown(changeSet),
    CreationTime: new Date(changeSet.createdAt),
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    StatusReason: changeSet.reason,
    Capabilities: changeSet.capabilities,
    Tags: tagsShown(changeSet.tags),
    Changes: changeSet.changes.map(changeShown),
  }
}

/** All change sets of the stack are gone once one of them was carried out. */
function execute(cfn: CloudFormation, input: ExecuteChangeSetCommandInput, call: Call) {
  const { stack, changeSet } = find(cfn, input as Named, call)
  if (changeSet.executionStatus !== 'AVAILABLE')
    throw new AwsError(
      'InvalidChangeSetStatusException',
      `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status}]`,
    )
  const { parameters, tags, capabilities, kind } = changeSet
  const next = { template: changeSet.template, parameters, tags, capabilities }
  stack.changeSets = {}
  const run = runOf(cfn, call, { stack, template: checkedTemplate(changeSet.template), values: parameters })
  if (kind === 'CREATE') {
    Object.assign(stack, next, { disableRollback: input.DisableRollback ?? false })
    createStack(run, input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK')
  } else {
    checkUpdatable(stack)
    updateStack(run, next)
  }
  keepStack(cfn, call.caller.accountId, stack)
  return {}
}

function remove(cfn: CloudFormation, input: DeleteChangeSetCommandInput, call: Call) {
  const { stack, changeSet } = find(cfn, input as Named, call)
  changeStacks(cfn, call.caller.accountId, draft => {
    delete draft.stacks[stack.id]?.changeSets[changeSet.id]
  })
  return {}
}

export function changeSetOperations(cfn: CloudFormation): Record<string, Operation> {
  return {
    ...onStack(cfn, 'CreateChangeSet', (input: CreateChangeSetCommandInput, call) => create(cfn, input, call)),
    ...onStack(cfn, 'DescribeChangeSet', (input: DescribeChangeSetCommandInput, call) => describe(cfn, input, call)),
    ...onStack(cfn, 'ExecuteChangeSet', (input: ExecuteChangeSetCommandInput, call) => execute(cfn, input, call)),
    ...onStack(cfn, 'DeleteChangeSet', (input: DeleteChangeSetCommandInput, call) => remove(cfn, input, call)),
  }
}
