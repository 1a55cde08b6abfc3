// AWS::IAM::Role.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
import type { JsonObject, Made } from '../model.ts'
import type { Perform } from '../perform.ts'
import type { ResourceHandler } from './handler.ts'
import { documentOf, fromTo, objectsOf, optional, textOf, textsOf } from './values.ts'

const inlineOf = (properties: JsonObject): Map<string, string> =>
  new Map(
    objectsOf(properties, 'Policies').map(each => [
      textOf(each, 'PolicyName') ?? '',
      documentOf(each, 'PolicyDocument'),
    ]),
  )

/** Brings what hangs on a role from one state to another; from nothing when the role is new. */
function hangOn(perform: Perform, RoleName: string, before: JsonObject, after: JsonObject): void {
  fromTo(textsOf(before, 'ManagedPolicyArns'), textsOf(after, 'ManagedPolicyArns'), {
    add: PolicyArn => perform('AttachRolePolicy', { RoleName, PolicyArn }),
    remove: PolicyArn => perform('DetachRolePolicy', { RoleName, PolicyArn }),
  })
  const [old, next] = [inlineOf(before), inlineOf(after)]
  for (const PolicyName of old.keys()) if (!next.has(PolicyName)) perform('DeleteRolePolicy', { RoleName, PolicyName })
  for (const [PolicyName, PolicyDocument] of next)
    if (old.get(PolicyName) !== PolicyDocument) perform('PutRolePolicy', { RoleName, PolicyName, PolicyDocument })
}

function updateTags(perform: Perform, RoleName: string, before: JsonObject, after: JsonObject): void {
  const keys = (properties: JsonObject) => objectsOf(properties, 'Tags').map(tag => String(tag.Key))
  const gone = keys(before).filter(key => !keys(after).includes(key))
  if (gone.length > 0) perform('UntagRole', { RoleName, TagKeys: gone })
  if (keys(after).length > 0) perform('TagRole', { RoleName, Tags: after.Tags })
}

const changed = (before: JsonObject, after: JsonObject, name: string): boolean =>
  JSON.stringify(before[name]) !== JSON.stringify(after[name])

function updateBoundary(perform: Perform, RoleName: string, after: JsonObject): void {
  const PermissionsBoundary = textOf(after, 'PermissionsBoundary')
  if (PermissionsBoundary === undefined) perform('DeleteRolePermissionsBoundary', { RoleName })
  else perform('PutRolePermissionsBoundary', { RoleName, PermissionsBoundary })
}

export const role: ResourceHandler = {
  properties: [
    'AssumeRolePolicyDocument',
    'Description',
    'ManagedPolicyArns',
    'MaxSessionDuration',
    'Path',
    'PermissionsBoundary',
    'Policies',
    'RoleName',
    'Tags',
  ],
  required: ['AssumeRolePolicyDocument'],
  replacing: ['RoleName', 'Path'],
  nameProperty: 'RoleName',
  named: true,
  create({ perform, properties, generatedName, made }) {
    const RoleName = textOf(properties, 'RoleName') ?? generatedName(64)
    const seconds = textOf(properties, 'MaxSessionDuration')
    const answer = perform('CreateRole', {
      RoleName,
      AssumeRolePolicyDocument: documentOf(properties, 'AssumeRolePolicyDocument'),
      ...optional(properties, 'Description', 'Path', 'PermissionsBoundary', 'Tags'),
      ...(seconds === undefined ? {} : { MaxSessionDuration: Number(seconds) }),
    }) as { Role: { Arn: string; RoleId: string } }
    const result: Made = { physicalId: RoleName, attributes: { Arn: answer.Role.Arn, RoleId: answer.Role.RoleId } }
    made(result)
    hangOn(perform, RoleName, {}, properties)
    return result
  },
  update({ perform, made, before, after }) {
    const RoleName = made.physicalId
    if (changed(before, after, 'AssumeRolePolicyDocument'))
      perform('UpdateAssumeRolePolicy', { RoleName, PolicyDocument: documentOf(after, 'AssumeRolePolicyDocument') })
    if (changed(before, after, 'Description') || changed(before, after, 'MaxSessionDuration'))
      perform('UpdateRole', {
        RoleName,
        Description: textOf(after, 'Description') ?? '',
        MaxSessionDuration: Number(after.MaxSessionDuration ?? 3600),
      })
    if (changed(before, after, 'PermissionsBoundary')) updateBoundary(perform, RoleName, after)
    if (changed(before, after, 'Tags')) updateTags(perform, RoleName, before, after)
    hangOn(perform, RoleName, before, after)
    return made
  },
  delete(perform, { physicalId }, properties) {
    hangOn(perform, physicalId, properties, {})
    perform('DeleteRole', { RoleName: physicalId })
  },
}
