// Instances of StackSets: created for units or accounts, listed, deleted.
import type {
  CreateStackInstancesCommandInput,
  DeleteStackInstancesCommandInput,
  DescribeStackInstanceCommandInput,
  ListStackInstancesCommandInput,
} from '@aws-sdk/client-cloudformation'
import type { DeploymentTarget, StackInstance, StackSet } from '../../cloudformation/model.ts'
import { validationError } from '../../cloudformation/template.ts'
import { AwsError, type Call, type Operation } from '../../contract.ts'
import { type CloudFormation, paged } from './common.ts'
import { onStackSet, organizationFor, theStackSet, toleranceOf } from './stack-set-common.ts'
import { type Place, runOperation } from './stack-set-run.ts'
import { placesIn, readTargets } from './stack-set-targets.ts'

type InstancesInput = CreateStackInstancesCommandInput | DeleteStackInstancesCommandInput

interface Meant {
  places: Place[]
  /** None with self-managed permissions. */
  targets: DeploymentTarget[]
}

/** Service-managed StackSets go to units, self-managed ones to accounts. */
function meantBy(cfn: CloudFormation, stackSet: StackSet, input: InstancesInput, call: Call): Meant {
  const regions = input.Regions ?? []
  if (regions.length === 0) throw validationError('Regions must have at least one element')
  if (stackSet.permissionModel === 'SERVICE_MANAGED') {
    const organization = organizationFor(cfn, input, call)
    const targets = readTargets(organization, input.DeploymentTargets, regions)
    return { targets, places: placesIn(organization, targets) }
  }
  const accounts = input.Accounts ?? input.DeploymentTargets?.Accounts ?? []
  if (accounts.length === 0 || input.DeploymentTargets?.OrganizationalUnitIds !== undefined)
    throw validationError(
      'Accounts are required for stack sets with self-managed permissions, and units are not for them',
    )
  const odd = accounts.find(id => !/^\d{12}$/.test(id))
  if (odd !== undefined) throw validationError(`Value '${odd}' at 'accounts' failed to satisfy constraint`)
  const places = regions.flatMap(region => accounts.map(accountId => ({ accountId, region, unitId: '' })))
  return { targets: [], places }
}

const perRegion = (places: readonly Place[]): number => new Set(places.map(({ accountId }) => accountId)).size

function create(cfn: CloudFormation, input: CreateStackInstancesCommandInput, call: Call) {
  const stackSet = theStackSet(cfn, input, call)
  if (input.ParameterOverrides && input.ParameterOverrides.length > 0)
    throw validationError('This simulation has no parameter overrides of stack instances.')
  const { places, targets } = meantBy(cfn, stackSet, input, call)
  const known = ({ unitId }: DeploymentTarget) => targets.some(target => target.unitId === unitId)
  stackSet.targets = [...stackSet.targets.filter(target => !known(target)), ...targets]
  const tolerance = toleranceOf(input.OperationPreferences, perRegion(places))
  const id = input.OperationId ?? cfn.iam.random.uuid()
  runOperation(cfn, stackSet, { id, action: 'CREATE', places, tolerance }, call)
  return { OperationId: id }
}

/** Units that are let go get no later instances either. */
function remove(cfn: CloudFormation, input: DeleteStackInstancesCommandInput, call: Call) {
  const stackSet = theStackSet(cfn, input, call)
  if (input.RetainStacks === undefined) throw validationError('RetainStacks must be specified')
  const { places, targets } = meantBy(cfn, stackSet, input, call)
  const whole = targets.filter(({ filter }) => filter === 'NONE').map(({ unitId }) => unitId)
  stackSet.targets = stackSet.targets.filter(({ unitId }) => !whole.includes(unitId))
  const present = places.filter(place =>
    stackSet.instances.some(one => one.accountId === place.accountId && one.region === place.region),
  )
  const tolerance = toleranceOf(input.OperationPreferences, perRegion(present))
  const id = input.OperationId ?? cfn.iam.random.uuid()
  const retainStacks = input.RetainStacks
  runOperation(cfn, stackSet, { id, action: 'DELETE', places: present, tolerance, retainStacks }, call)
  return { OperationId: id }
}

const shown = (stackSet: StackSet, instance: StackInstance) => ({
  StackSetId: stackSet.id,
  Region: instance.region,
  Account: instance.accountId,
  StackId: instance.stackId,
  Status: instance.status,
  StatusReason: instance.reason,
  StackInstanceStatus: { DetailedStatus: instance.detailedStatus },
  OrganizationalUnitId: instance.unitId,
  DriftStatus: 'NOT_CHECKED',
  LastOperationId: instance.lastOperationId,
})

function list(cfn: CloudFormation, input: ListStackInstancesCommandInput, call: Call) {
  const stackSet = theStackSet(cfn, input, call)
  const { StackInstanceAccount, StackInstanceRegion } = input
  const wanted = stackSet.instances.filter(
    ({ accountId, region }) =>
      (StackInstanceAccount === undefined || accountId === StackInstanceAccount) &&
      (StackInstanceRegion === undefined || region === StackInstanceRegion),
  )
  const { items, rest } = paged(wanted, input.MaxResults ?? 100, input.NextToken)
  return { Summaries: items.map(instance => shown(stackSet, instance)), ...rest }
}

function describe(cfn: CloudFormation, input: DescribeStackInstanceCommandInput, call: Call) {
  const stackSet = theStackSet(cfn, input, call)
  const found = stackSet.instances.find(
    ({ accountId, region }) => accountId === input.StackInstanceAccount && region === input.StackInstanceRegion,
  )
  if (!found) throw new AwsError('StackInstanceNotFoundException', 'Stack instance not found', 404)
  return { StackInstance: { ...shown(stackSet, found), ParameterOverrides: [] } }
}

export function stackInstanceOperations(cfn: CloudFormation): Record<string, Operation> {
  return {
    ...onStackSet('CreateStackInstances', (input: CreateStackInstancesCommandInput, call) => create(cfn, input, call)),
    ...onStackSet('DeleteStackInstances', (input: DeleteStackInstancesCommandInput, call) => remove(cfn, input, call)),
    ...onStackSet('ListStackInstances', (input: ListStackInstancesCommandInput, call) => list(cfn, input, call)),
    ...onStackSet('DescribeStackInstance', (input: DescribeStackInstanceCommandInput, call) =>
      describe(cfn, input, call),
    ),
  }
}
