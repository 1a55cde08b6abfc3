// Which accounts a StackSet goes to: those under its units, filtered, and those that appear there later.
import type { DeploymentTargets } from '@aws-sdk/client-cloudformation'
import type { DeploymentTarget, StackSet } from '../../cloudformation/model.ts'
import { validationError } from '../../cloudformation/template.ts'
import type { Call } from '../../contract.ts'
import type { AwsOrganization } from '../../organization/model.ts'
import { accountsUnder } from '../../organization/tree.ts'
import { type CloudFormation, stacksOf } from './common.ts'
import { type Place, runOperation } from './stack-set-run.ts'

/** Members that can be deployed to: service-managed StackSets leave the management account out. */
function reachable(organization: AwsOrganization, unitId: string): string[] {
  return accountsUnder(organization, [unitId]).filter(
    id => id !== organization.managementAccountId && organization.members[id]?.state === 'ACTIVE',
  )
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html */
function filtered(under: readonly string[], { filter, accounts }: DeploymentTarget): string[] {
  if (filter === 'INTERSECTION') return under.filter(id => accounts.includes(id))
  if (filter === 'DIFFERENCE') return under.filter(id => !accounts.includes(id))
  return filter === 'UNION' ? [...new Set([...under, ...accounts])] : [...under]
}

/** Regions one after another, as StackSets come to them; no account twice in one region. */
export function placesIn(organization: AwsOrganization, targets: readonly DeploymentTarget[]): Place[] {
  const places = new Map<string, Place>()
  const regions = [...new Set(targets.flatMap(target => target.regions))]
  for (const region of regions)
    for (const target of targets.filter(one => one.regions.includes(region)))
      for (const accountId of filtered(reachable(organization, target.unitId), target)) {
        const key = `${accountId} ${region}`
        if (!places.has(key)) places.set(key, { accountId, region, unitId: target.unitId })
      }
  return [...places.values()]
}

/** Throws `ValidationError` for units that are not in the Organization, and for filters without accounts. */
export function readTargets(
  organization: AwsOrganization,
  given: DeploymentTargets | undefined,
  regions: readonly string[],
): DeploymentTarget[] {
  const units = given?.OrganizationalUnitIds ?? []
  const filter = given?.AccountFilterType ?? 'NONE'
  const accounts = given?.Accounts ?? []
  if (units.length === 0)
    throw validationError('OrganizationalUnitIds are required for stack sets with service-managed permissions')
  if ((filter === 'NONE') !== (accounts.length === 0))
    throw validationError('Accounts go with an AccountFilterType other than NONE, and it with them')
  for (const unitId of units)
    if (unitId !== organization.rootId && !Object.hasOwn(organization.units, unitId))
      throw validationError(`OrganizationalUnit ${unitId} does not exist in the organization ${organization.id}`)
  return units.map(unitId => ({ unitId, filter, accounts, regions: [...regions] }))
}

const keyOf = ({ accountId, region }: Place): string => `${accountId} ${region}`

/**
 * Brings the instances of a StackSet in line with its units, if it is to do so by itself: accounts that came get one, accounts that
 * went lose theirs. An account that is listed by name stays.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html
 */
function follow(cfn: CloudFormation, found: StackSet, organization: AwsOrganization, call: Call): void {
  const wanted = placesIn(organization, found.targets)
  const present = new Set(found.instances.map(keyOf))
  const came = wanted.filter(place => !present.has(keyOf(place)))
  const keys = new Set(wanted.map(keyOf))
  const went = found.instances.filter(instance => !keys.has(keyOf(instance)))
  const stackSet = structuredClone(found)
  const tolerance = Number.POSITIVE_INFINITY
  const { retainStacks } = found.autoDeployment
  const uuid = () => cfn.iam.random.uuid()
  if (came.length > 0) runOperation(cfn, stackSet, { id: uuid(), action: 'CREATE', places: came, tolerance }, call)
  const places = went.map(({ accountId, region, unitId }) => ({ accountId, region, unitId }))
  if (places.length > 0)
    runOperation(cfn, stackSet, { id: uuid(), action: 'DELETE', places, tolerance, retainStacks }, call)
}

/** What nobody asks for goes out from the Organization's management account itself. */
const ownCall = (accountId: string, region: string): Call => ({
  caller: { accountId, arn: `arn:aws:iam::${accountId}:root`, userId: accountId, accessKeyId: '' },
  region,
  now: 0,
  headers: {},
})

/** To be told of every change of an Organization. */
export function followOrganization(cfn: CloudFormation, organization: AwsOrganization): void {
  const { managementAccountId } = organization
  for (const stackSet of Object.values(stacksOf(cfn, managementAccountId).stackSets)) {
    const follows = stackSet.status === 'ACTIVE' && stackSet.autoDeployment.enabled
    if (follows && stackSet.targets.length > 0)
      follow(cfn, stackSet, organization, ownCall(managementAccountId, stackSet.region))
  }
}
