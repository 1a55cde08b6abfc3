// What the operations of CloudFormation share: where stacks are kept and found, and how a deployment is begun.

import type { AccountStacks, ParameterValues, Stack } from '../../cloudformation/model.ts'
import { performerOf } from '../../cloudformation/perform.ts'
import { checkReferences, creationOrder } from '../../cloudformation/references.ts'
import { checkTypes } from '../../cloudformation/resources/index.ts'
import type { Run } from '../../cloudformation/run.ts'
import { readTemplate, type Template, validationError } from '../../cloudformation/template.ts'
import { AwsError, type Call, type Operation, type SimulatedService } from '../../contract.ts'
import type { IamState } from '../../iam/state.ts'
import { partitionOfRegion } from '../../partitions.ts'

export interface CloudFormation {
  iam: IamState
  /** The IAM service, whose operations make the resources. */
  iamApi: SimulatedService
}

const none: AccountStacks = { stacks: {}, stackSets: {} }

/** As they are; not to be changed. */
export const stacksOf = ({ iam }: CloudFormation, accountId: string): AccountStacks =>
  iam.account(accountId)?.cloudFormation ?? none

export function changeStacks(cfn: CloudFormation, accountId: string, edit: (draft: AccountStacks) => void): void {
  cfn.iam.change(accountId, draft => {
    draft.cloudFormation ??= structuredClone(none)
    edit(draft.cloudFormation)
  })
}

export const keepStack = (cfn: CloudFormation, accountId: string, stack: Stack): void =>
  changeStacks(cfn, accountId, draft => {
    draft.stacks[stack.id] = stack
  })

export const arnOf = ({ caller, region }: Pick<Call, 'caller' | 'region'>, resource: string): string =>
  `arn:${partitionOfRegion(region)}:cloudformation:${region}:${caller.accountId}:${resource}`

/** A live one by its name, any by its ARN; a copy that may be changed. */
export function findStack(cfn: CloudFormation, call: Call, nameOrId = ''): Stack | undefined {
  const stacks = Object.values(stacksOf(cfn, call.caller.accountId).stacks).filter(
    ({ region }) => region === call.region,
  )
  const found = stacks.find(
    ({ id, name, status }) => id === nameOrId || (name === nameOrId && status !== 'DELETE_COMPLETE'),
  )
  return found && structuredClone(found)
}

export function theStack(cfn: CloudFormation, call: Call, nameOrId: string | undefined): Stack {
  const stack = findStack(cfn, call, nameOrId)
  if (!stack) throw validationError(`Stack with id ${nameOrId ?? ''} does not exist`)
  return stack
}

/** An operation on one stack; the action is the operation's own name. */
export function onStack<Input extends { StackName?: string | undefined }>(
  cfn: CloudFormation,
  action: string,
  answer: (input: Input, call: Call) => unknown,
): Record<string, Operation> {
  return {
    [action]: {
      requires: (input: Input, call) => {
        const present = findStack(cfn, call, input.StackName)?.id
        const named = input.StackName === undefined ? '*' : arnOf(call, `stack/${input.StackName}/*`)
        return [{ action: `cloudformation:${action}`, resource: present ?? named }]
      },
      answer: (input: Input, call) => answer(input, call),
    },
  }
}

/** An operation that names no stack. */
export function onAny<Input>(action: string, answer: (input: Input, call: Call) => unknown): Record<string, Operation> {
  return {
    [action]: {
      requires: () => [{ action: `cloudformation:${action}`, resource: '*' }],
      answer: (input: Input, call) => answer(input, call),
    },
  }
}

interface TemplateInput {
  TemplateBody?: string | undefined
  TemplateURL?: string | undefined
  UsePreviousTemplate?: boolean | undefined
}

/** The text that is meant. Templates on S3 cannot be read here. */
export function templateText(input: TemplateInput, previous?: string): string {
  if (input.TemplateURL !== undefined)
    throw validationError('TemplateURL must be a supported URL. This simulation reads no template from S3.')
  const text = input.UsePreviousTemplate ? previous : input.TemplateBody
  if (text === undefined) throw validationError('Either Template URL or Template Body must be specified.')
  return text
}

/** Throws `ValidationError` for whatever makes it undeployable. */
export function checkedTemplate(text: string): Template {
  const template = readTemplate(text)
  checkTypes(template)
  checkReferences(template)
  creationOrder(template)
  return template
}

interface TagInput {
  Key?: string | undefined
  Value?: string | undefined
}
export const tagsFrom = (tags: TagInput[] | undefined): Record<string, string> =>
  Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]))

export const tagsShown = (tags: Record<string, string>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))

export function checkStackName(name: string | undefined): string {
  if (name !== undefined && /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return name
  throw validationError(
    `1 validation error detected: Value '${name ?? ''}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  )
}

export interface NewStack {
  name: string
  template: string
  parameters: ParameterValues
  tags: Record<string, string>
  capabilities: string[]
  status: string
  disableRollback?: boolean | undefined
  stackSetId?: string
}

export function newStack(cfn: CloudFormation, call: Call, given: NewStack): Stack {
  const { disableRollback = false, ...rest } = given
  return {
    ...rest,
    disableRollback,
    id: arnOf(call, `stack/${given.name}/${cfn.iam.random.uuid()}`),
    region: call.region,
    createdAt: cfn.iam.wallClock.now(),
    outputs: {},
    resources: [],
    events: [],
    changeSets: {},
  }
}

/** A deployment of this stack, by the caller's own hand. */
export function runOf(cfn: CloudFormation, call: Call, given: Pick<Run, 'stack' | 'template' | 'values'>): Run {
  const { iam, iamApi } = cfn
  return {
    perform: performerOf(iam, iamApi, call),
    ...given,
    accountId: call.caller.accountId,
    partition: partitionOfRegion(call.region),
    now: () => iam.wallClock.now(),
    uuid: () => iam.random.uuid(),
    letters: count => iam.newId('').slice(0, count),
  }
}

/** One page; tokens are offsets. */
export function paged<T>(items: readonly T[], size: number, token: string | undefined) {
  const from = Number(token ?? 0)
  if (!Number.isInteger(from) || from < 0) throw new AwsError('ValidationError', 'NextToken is invalid')
  const next = from + size
  return { items: items.slice(from, next), rest: next < items.length ? { NextToken: String(next) } : {} }
}
