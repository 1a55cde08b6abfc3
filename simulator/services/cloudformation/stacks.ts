// Stacks: created, updated, deleted and described. A deployment is carried out at once, so it is over when the call is answered.
import type {
  CreateStackCommandInput,
  DeleteStackCommandInput,
  DescribeStackEventsCommandInput,
  DescribeStackResourcesCommandInput,
  DescribeStacksCommandInput,
  ListStackResourcesCommandInput,
  ListStacksCommandInput,
  UpdateStackCommandInput,
} from '@aws-sdk/client-cloudformation'
import { changesOf, createStack, deleteStack, type OnFailure, updateStack } from '../../cloudformation/deploy.ts'
import type { Stack } from '../../cloudformation/model.ts'
import { parameterValues } from '../../cloudformation/parameters.ts'
import { checkCapabilities } from '../../cloudformation/resources/index.ts'
import type { Run } from '../../cloudformation/run.ts'
import { readTemplate, validationError } from '../../cloudformation/template.ts'
import { AwsError, type Call, type Operation } from '../../contract.ts'
import {
  type CloudFormation,
  checkedTemplate,
  checkStackName,
  findStack,
  keepStack,
  newStack,
  onAny,
  onStack,
  paged,
  runOf,
  stacksOf,
  tagsFrom,
  templateText,
  theStack,
} from './common.ts'
import { eventShown, resourceShown, resourceSummaryShown, stackShown, summaryShown } from './shown.ts'

/** This simulation has no service roles: ignoring one would grant what it was meant to withhold. */
export function refuseRole(input: { RoleARN?: string | undefined }): void {
  if (input.RoleARN !== undefined)
    throw validationError(
      `Role ${input.RoleARN} is invalid or cannot be assumed: this simulation has no service roles.`,
    )
}

function create(cfn: CloudFormation, input: CreateStackCommandInput, call: Call) {
  const name = checkStackName(input.StackName)
  refuseRole(input)
  const text = templateText(input)
  const template = checkedTemplate(text)
  const values = parameterValues(template, input.Parameters ?? [])
  checkCapabilities(template, input.Capabilities)
  if (findStack(cfn, call, name)) throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`)
  const stack = newStack(cfn, call, {
    ...{ name, template: text, parameters: values },
    tags: tagsFrom(input.Tags),
    capabilities: input.Capabilities ?? [],
    status: 'CREATE_IN_PROGRESS',
    disableRollback: input.DisableRollback,
  })
  const onFailure: OnFailure = input.OnFailure ?? (input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK')
  createStack(runOf(cfn, call, { stack, template, values }), onFailure)
  keepStack(cfn, call.caller.accountId, stack)
  return { StackId: stack.id }
}

/** Throws for a stack that is on its way, or whose creation failed. */
export function checkUpdatable({ id, status }: Stack): void {
  if (!/^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(status))
    throw validationError(`Stack:${id} is in ${status} state and can not be updated.`)
}

function update(cfn: CloudFormation, input: UpdateStackCommandInput, call: Call) {
  const stack = findStack(cfn, call, input.StackName)
  if (!stack || stack.status === 'DELETE_COMPLETE') throw validationError(`Stack [${input.StackName}] does not exist`)
  refuseRole(input)
  checkUpdatable(stack)
  const text = templateText(input, stack.template)
  const template = checkedTemplate(text)
  const values = parameterValues(template, input.Parameters ?? [], stack.parameters)
  checkCapabilities(template, input.Capabilities)
  const tags = input.Tags === undefined ? stack.tags : tagsFrom(input.Tags)
  const next = { template: text, parameters: values, tags, capabilities: input.Capabilities ?? [] }
  const run: Run = runOf(cfn, call, { stack, template, values })
  const { changes, outputsChange } = changesOf({ ...run, stack: { ...stack, tags } })
  if (changes.length === 0 && !outputsChange) throw validationError('No updates are to be performed.')
  updateStack(run, next)
  keepStack(cfn, call.caller.accountId, stack)
  return { StackId: stack.id }
}

/** Deleting what is not there is no error. */
function remove(cfn: CloudFormation, input: DeleteStackCommandInput, call: Call) {
  const stack = findStack(cfn, call, input.StackName)
  if (!stack || stack.status === 'DELETE_COMPLETE') return {}
  refuseRole(input)
  deleteStack(runOf(cfn, call, { stack, template: readTemplate(stack.template), values: stack.parameters }))
  keepStack(cfn, call.caller.accountId, stack)
  return {}
}

const here = (cfn: CloudFormation, call: Call): Stack[] =>
  Object.values(stacksOf(cfn, call.caller.accountId).stacks)
    .filter(({ region }) => region === call.region)
    .sort((a, b) => b.createdAt - a.createdAt)

function describe(cfn: CloudFormation, input: DescribeStacksCommandInput, call: Call) {
  if (input.StackName !== undefined) return { Stacks: [stackShown(theStack(cfn, call, input.StackName))] }
  const live = here(cfn, call).filter(({ status }) => status !== 'DELETE_COMPLETE')
  const { items, rest } = paged(live, 100, input.NextToken)
  return { Stacks: items.map(stackShown), ...rest }
}

function list(cfn: CloudFormation, input: ListStacksCommandInput, call: Call) {
  const filter: string[] = input.StackStatusFilter ?? []
  const wanted = here(cfn, call).filter(({ status }) => filter.length === 0 || filter.includes(status))
  const { items, rest } = paged(wanted, 100, input.NextToken)
  return { StackSummaries: items.map(summaryShown), ...rest }
}

function events(cfn: CloudFormation, input: DescribeStackEventsCommandInput, call: Call) {
  const stack = findStack(cfn, call, input.StackName)
  if (!stack) throw validationError(`Stack [${input.StackName ?? ''}] does not exist`)
  const { items, rest } = paged([...stack.events].reverse(), 100, input.NextToken)
  return { StackEvents: items.map(event => eventShown(stack, event)), ...rest }
}

/** By the stack, or by the physical id of a resource, whose stack is looked for. */
function describeResources(cfn: CloudFormation, input: DescribeStackResourcesCommandInput, call: Call) {
  const { StackName, PhysicalResourceId, LogicalResourceId } = input
  if (StackName === undefined && PhysicalResourceId === undefined)
    throw validationError('Either StackName or PhysicalResourceId must be specified')
  const holds = ({ resources }: Stack) => resources.some(({ physicalId }) => physicalId === PhysicalResourceId)
  const stack = StackName === undefined ? here(cfn, call).find(holds) : theStack(cfn, call, StackName)
  if (!stack) throw validationError(`Stack for ${PhysicalResourceId} does not exist`)
  const wanted = stack.resources.filter(
    ({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId,
  )
  return { StackResources: wanted.map(resource => resourceShown(stack, resource)) }
}

function listResources(cfn: CloudFormation, input: ListStackResourcesCommandInput, call: Call) {
  const { items, rest } = paged(theStack(cfn, call, input.StackName).resources, 100, input.NextToken)
  return { StackResourceSummaries: items.map(resourceSummaryShown), ...rest }
}

export function stackOperations(cfn: CloudFormation): Record<string, Operation> {
  return {
    ...onStack(cfn, 'CreateStack', (input: CreateStackCommandInput, call) => create(cfn, input, call)),
    ...onStack(cfn, 'UpdateStack', (input: UpdateStackCommandInput, call) => update(cfn, input, call)),
    ...onStack(cfn, 'DeleteStack', (input: DeleteStackCommandInput, call) => remove(cfn, input, call)),
    ...onStack(cfn, 'DescribeStacks', (input: DescribeStacksCommandInput, call) => describe(cfn, input, call)),
    ...onStack(cfn, 'DescribeStackEvents', (input: DescribeStackEventsCommandInput, call) => events(cfn, input, call)),
    ...onStack(cfn, 'DescribeStackResources', (input: DescribeStackResourcesCommandInput, call) =>
      describeResources(cfn, input, call),
    ),
    ...onStack(cfn, 'ListStackResources', (input: ListStackResourcesCommandInput, call) =>
      listResources(cfn, input, call),
    ),
    ...onAny('ListStacks', (input: ListStacksCommandInput, call) => list(cfn, input, call)),
  }
}
