// AWS::IAM::ManagedPolicy, AWS::IAM::Policy and AWS::IAM::RolePolicy.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_IAM.html
import { AwsError } from '../../contract.ts'
import type { JsonObject } from '../model.ts'
import type { Perform } from '../perform.ts'
import type { ResourceHandler } from './handler.ts'
import { documentOf, fromTo, optional, textOf, textsOf } from './values.ts'

const holders = ['Role', 'User'] as const
type Holder = (typeof holders)[number]

/** Does the same to every role and user of a list that changes. */
function toHolders(
  before: JsonObject,
  after: JsonObject,
  { add, remove }: Record<'add' | 'remove', (holder: Holder, name: string) => void>,
): void {
  for (const holder of holders)
    fromTo(textsOf(before, `${holder}s`), textsOf(after, `${holder}s`), {
      add: name => add(holder, name),
      remove: name => remove(holder, name),
    })
}

const attachTo = (perform: Perform, PolicyArn: string, before: JsonObject, after: JsonObject): void =>
  toHolders(before, after, {
    add: (holder, name) => perform(`Attach${holder}Policy`, { [`${holder}Name`]: name, PolicyArn }),
    remove: (holder, name) => perform(`Detach${holder}Policy`, { [`${holder}Name`]: name, PolicyArn }),
  })

interface Versions {
  Versions: { VersionId: string; IsDefaultVersion: boolean }[]
}

/** Newest first; none where the policy is gone. */
const otherVersions = (perform: Perform, PolicyArn: string): string[] => {
  const answer = perform('ListPolicyVersions', { PolicyArn }) as Versions | undefined
  return (answer?.Versions ?? []).filter(one => !one.IsDefaultVersion).map(one => one.VersionId)
}

export const managedPolicy: ResourceHandler = {
  properties: ['Description', 'Groups', 'ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles', 'Users'],
  required: ['PolicyDocument'],
  replacing: ['Description', 'ManagedPolicyName', 'Path'],
  nameProperty: 'ManagedPolicyName',
  named: true,
  create({ perform, properties, generatedName, made }) {
    const answer = perform('CreatePolicy', {
      PolicyName: textOf(properties, 'ManagedPolicyName') ?? generatedName(128),
      PolicyDocument: documentOf(properties, 'PolicyDocument'),
      ...optional(properties, 'Description', 'Path'),
    }) as { Policy: { Arn: string; PolicyId: string } }
    const { Arn, PolicyId } = answer.Policy
    const result = { physicalId: Arn, attributes: { PolicyArn: Arn, PolicyId } }
    made(result)
    attachTo(perform, Arn, {}, properties)
    return result
  },
  update({ perform, made, before, after }) {
    const PolicyArn = made.physicalId
    const document = documentOf(after, 'PolicyDocument')
    if (document !== documentOf(before, 'PolicyDocument')) {
      // IAM keeps five versions.
      const oldest = otherVersions(perform, PolicyArn)[3]
      if (oldest !== undefined) perform('DeletePolicyVersion', { PolicyArn, VersionId: oldest })
      perform('CreatePolicyVersion', { PolicyArn, PolicyDocument: document, SetAsDefault: true })
    }
    attachTo(perform, PolicyArn, before, after)
    return made
  },
  delete(perform, { physicalId }, properties) {
    attachTo(perform, physicalId, properties, {})
    for (const VersionId of otherVersions(perform, physicalId))
      perform('DeletePolicyVersion', { PolicyArn: physicalId, VersionId })
    perform('DeletePolicy', { PolicyArn: physicalId })
  },
}

/** Puts the document where it is missing or old, and takes it from whom it is no longer for. */
function putInline(perform: Perform, before: JsonObject, after: JsonObject): void {
  const PolicyName = textOf(after, 'PolicyName') ?? textOf(before, 'PolicyName')
  const PolicyDocument = documentOf(after, 'PolicyDocument')
  const same = PolicyDocument === documentOf(before, 'PolicyDocument')
  toHolders(same ? before : keepingNone(before, after), after, {
    add: (holder, name) => perform(`Put${holder}Policy`, { [`${holder}Name`]: name, PolicyName, PolicyDocument }),
    remove: (holder, name) => perform(`Delete${holder}Policy`, { [`${holder}Name`]: name, PolicyName }),
  })
}

/** Only who is to lose the policy: everybody else is given the new document. */
const keepingNone = (before: JsonObject, after: JsonObject): JsonObject =>
  Object.fromEntries(
    holders.map(holder => {
      const kept = textsOf(after, `${holder}s`)
      return [`${holder}s`, textsOf(before, `${holder}s`).filter(name => !kept.includes(name))]
    }),
  )

export const policy: ResourceHandler = {
  properties: ['Groups', 'PolicyDocument', 'PolicyName', 'Roles', 'Users'],
  required: ['PolicyDocument', 'PolicyName'],
  replacing: ['PolicyName'],
  named: false,
  create({ perform, properties, generatedName, made }) {
    if (holders.every(holder => textsOf(properties, `${holder}s`).length === 0))
      throw new AwsError('ValidationError', 'At least one of [Groups,Roles,Users] must be non-empty.')
    const result = { physicalId: generatedName(128), attributes: {} }
    made(result)
    putInline(perform, {}, properties)
    return result
  },
  update({ perform, made, before, after }) {
    putInline(perform, before, after)
    return made
  },
  delete(perform, _made, properties) {
    putInline(perform, properties, {})
  },
}

export const rolePolicy: ResourceHandler = {
  properties: ['PolicyDocument', 'PolicyName', 'RoleName'],
  required: ['PolicyName', 'RoleName'],
  replacing: ['PolicyName', 'RoleName'],
  named: false,
  create({ perform, properties, made }) {
    const { PolicyName, RoleName } = optional(properties, 'PolicyName', 'RoleName')
    perform('PutRolePolicy', { PolicyName, RoleName, PolicyDocument: documentOf(properties, 'PolicyDocument') })
    const result = { physicalId: `${PolicyName}|${RoleName}`, attributes: {} }
    made(result)
    return result
  },
  update({ perform, made, after }) {
    const names = optional(after, 'PolicyName', 'RoleName')
    perform('PutRolePolicy', { ...names, PolicyDocument: documentOf(after, 'PolicyDocument') })
    return made
  },
  delete(perform, _made, properties) {
    perform('DeleteRolePolicy', optional(properties, 'PolicyName', 'RoleName'))
  },
}
