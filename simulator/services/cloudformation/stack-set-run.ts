// One operation of a StackSet: its stacks made, updated or deleted account by account, until too many have failed.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html
import { changesOf, createStack, deleteStack, updateStack } from '../../cloudformation/deploy.ts'
import type {
  OperationAction,
  OperationResult,
  Stack,
  StackInstance,
  StackSet,
  StackSetOperation,
} from '../../cloudformation/model.ts'
import { readTemplate } from '../../cloudformation/template.ts'
import { AwsError, type Call } from '../../contract.ts'
import { type CloudFormation, changeStacks, findStack, keepStack, newStack, runOf } from './common.ts'
import { handIn } from './stack-set-hands.ts'

export interface Place {
  accountId: string
  region: string
  /** Empty with self-managed permissions. */
  unitId: string
}

export interface OperationPlan {
  id: string
  action: OperationAction
  places: readonly Place[]
  /** Failures in one region after which its remaining accounts are not come to. */
  tolerance: number
  /** Whether stacks are left where instances are deleted. */
  retainStacks?: boolean | undefined
}

/** The first resource that failed, in StackSets' words. */
function reasonOf(stack: Stack): string {
  const event = stack.events.find(({ status, reason }) => status.endsWith('_FAILED') && reason !== undefined)
  return event
    ? `ResourceLogicalId:${event.logicalId}, ResourceType:${event.type}, ResourceStatusReason:${event.reason}`
    : (stack.reason ?? stack.status)
}

const succeeded = (stack: Stack): boolean => /^(CREATE|UPDATE|DELETE)_COMPLETE$/.test(stack.status)

/** A stack whose creation was rolled back is made anew. */
function put(cfn: CloudFormation, stackSet: StackSet, hand: Call, stackId: string): Stack {
  const { accountId } = hand.caller
  const template = readTemplate(stackSet.template)
  const { parameters, tags, capabilities } = stackSet
  const values = parameters
  const present = stackId === '' ? undefined : findStack(cfn, hand, stackId)
  if (present && /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(present.status)) {
    const run = runOf(cfn, hand, { stack: present, template, values })
    const { changes, outputsChange } = changesOf({ ...run, stack: { ...present, tags } })
    if (changes.length > 0 || outputsChange)
      updateStack(run, { template: stackSet.template, parameters, tags, capabilities })
    keepStack(cfn, accountId, present)
    return present
  }
  const stack = newStack(cfn, hand, {
    ...{ parameters, tags, capabilities, template: stackSet.template },
    name: `StackSet-${stackSet.name}-${cfn.iam.random.uuid()}`,
    status: 'CREATE_IN_PROGRESS',
    stackSetId: stackSet.id,
  })
  createStack(runOf(cfn, hand, { stack, template, values }), 'ROLLBACK')
  keepStack(cfn, accountId, stack)
  return stack
}

function takeAway(cfn: CloudFormation, hand: Call, stackId: string): Stack | undefined {
  const stack = findStack(cfn, hand, stackId)
  if (!stack || stack.status === 'DELETE_COMPLETE') return undefined
  deleteStack(runOf(cfn, hand, { stack, template: readTemplate(stack.template), values: stack.parameters }))
  keepStack(cfn, hand.caller.accountId, stack)
  return stack
}

const isAt =
  ({ accountId, region }: Place) =>
  (instance: StackInstance): boolean =>
    instance.accountId === accountId && instance.region === region

interface Working {
  cfn: CloudFormation
  /** Changed as the operation goes on. */
  stackSet: StackSet
  plan: OperationPlan
  call: Call
}

/** What came of one place: the stack's id and, where it failed, why. */
function workAt(
  { cfn, stackSet, plan, call }: Working,
  place: Place,
  stackId: string,
): { stackId: string; reason?: string } {
  try {
    const hand = handIn(cfn.iam, stackSet, place.accountId, place.region, call)
    const stack =
      plan.action === 'DELETE'
        ? plan.retainStacks
          ? undefined
          : takeAway(cfn, hand, stackId)
        : put(cfn, stackSet, hand, stackId)
    return { stackId: stack?.id ?? stackId, ...(stack && !succeeded(stack) ? { reason: reasonOf(stack) } : {}) }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { stackId, reason: error.message }
  }
}

function note({ stackSet, plan }: Working, place: Place, stackId: string, result: OperationResult): void {
  const others = stackSet.instances.filter(instance => !isAt(place)(instance))
  const gone = plan.action === 'DELETE' && result.status === 'SUCCEEDED'
  const instance: StackInstance = {
    ...place,
    stackId,
    status: result.status === 'SUCCEEDED' ? 'CURRENT' : plan.action === 'DELETE' ? 'INOPERABLE' : 'OUTDATED',
    detailedStatus: result.status,
    lastOperationId: plan.id,
    ...(result.reason === undefined ? {} : { reason: result.reason }),
  }
  stackSet.instances = gone ? others : [...others, instance]
}

function perform(working: Working): OperationResult[] {
  const failures = new Map<string, number>()
  return working.plan.places.map(place => {
    const failed = failures.get(place.region) ?? 0
    const stackId = working.stackSet.instances.find(isAt(place))?.stackId ?? ''
    if (failed > working.plan.tolerance) {
      const reason = 'Cancelled since failure tolerance has exceeded'
      const result: OperationResult = { ...place, status: 'CANCELLED', reason }
      note(working, place, stackId, result)
      return result
    }
    const came = workAt(working, place, stackId)
    if (came.reason !== undefined) failures.set(place.region, failed + 1)
    const result: OperationResult = {
      ...place,
      status: came.reason === undefined ? 'SUCCEEDED' : 'FAILED',
      ...(came.reason === undefined ? {} : { reason: came.reason }),
    }
    note(working, place, came.stackId, result)
    return result
  })
}

/** Carries the operation out at once and keeps the StackSet; `stackSet` is a copy that may be changed. */
export function runOperation(
  cfn: CloudFormation,
  stackSet: StackSet,
  plan: OperationPlan,
  call: Call,
): StackSetOperation {
  const startedAt = cfn.iam.wallClock.now()
  const results = perform({ cfn, stackSet, plan, call })
  const operation: StackSetOperation = {
    ...{ id: plan.id, action: plan.action, startedAt, results },
    endedAt: cfn.iam.wallClock.now(),
    status: results.every(({ status }) => status === 'SUCCEEDED') ? 'SUCCEEDED' : 'FAILED',
  }
  stackSet.operations.push(operation)
  changeStacks(cfn, stackSet.accountId, draft => {
    draft.stackSets[stackSet.id] = stackSet
  })
  return operation
}
