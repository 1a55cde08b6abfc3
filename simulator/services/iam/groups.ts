// IAM groups: users that share policies.
import type {
  AddUserToGroupCommandInput,
  CreateGroupCommandInput,
  DeleteGroupCommandInput,
  ListGroupsCommandInput,
  ListGroupsForUserCommandInput,
} from '@aws-sdk/client-iam'
import { AwsError, type Call, type Operation } from '../../contract.ts'
import { makeGroup } from '../../iam/entities.ts'
import { groupsOf, type IamGroup } from '../../iam/model.ts'
import type { IamState } from '../../iam/state.ts'
import {
  checkName,
  checkPath,
  findGroup,
  findUser,
  groupArn,
  listArn,
  operation,
  ownAccount,
  page,
  userArn,
} from './common.ts'

const shown = ({ path, name, id, arn, createdAt }: IamGroup) => ({
  ...{ Path: path, GroupName: name, GroupId: id, Arn: arn },
  CreateDate: new Date(createdAt),
})

function deleteGroup(iam: IamState, { GroupName }: DeleteGroupCommandInput, call: Call) {
  iam.change(call.caller.accountId, draft => {
    const group = findGroup(draft, GroupName)
    const conflict = (what: string) => new AwsError('DeleteConflict', `Cannot delete entity, must ${what} first.`, 409)
    if (group.members.length > 0) throw conflict('remove users from group')
    if (group.attached.length > 0) throw conflict('detach all policies')
    if (Object.keys(group.inline).length > 0) throw conflict('delete policies')
    delete draft.groups?.[group.name]
  })
}

/** `inIt`: whether the user is a member from now on. Twice is the same as once. */
const membership =
  (iam: IamState, inIt: boolean) =>
  ({ GroupName, UserName }: AddUserToGroupCommandInput, call: Call) =>
    iam.change(call.caller.accountId, draft => {
      const user = findUser(draft, UserName)
      const group = findGroup(draft, GroupName)
      const others = group.members.filter(name => name !== user.name)
      group.members = inIt ? [...others, user.name] : others
    })

export function groupOperations(iam: IamState): Record<string, Operation> {
  const arn = groupArn(iam)
  return {
    CreateGroup: operation('CreateGroup', arn, (input: CreateGroupCommandInput, call) =>
      iam.change(call.caller.accountId, draft => ({
        Group: shown(makeGroup(iam, draft, checkName(input.GroupName, 'groupName', 128), checkPath(input.Path))),
      })),
    ),
    DeleteGroup: operation('DeleteGroup', arn, (input: DeleteGroupCommandInput, call) => deleteGroup(iam, input, call)),
    AddUserToGroup: operation('AddUserToGroup', arn, membership(iam, true)),
    RemoveUserFromGroup: operation('RemoveUserFromGroup', arn, membership(iam, false)),
    ListGroups: operation('ListGroups', listArn('group'), (input: ListGroupsCommandInput, call) => {
      const { items, rest } = page(Object.values(ownAccount(iam, call).groups ?? {}).map(shown), input)
      return { Groups: items, ...rest }
    }),
    ListGroupsForUser: operation('ListGroupsForUser', userArn(iam), (input: ListGroupsForUserCommandInput, call) => {
      const account = ownAccount(iam, call)
      const { items, rest } = page(groupsOf(account, findUser(account, input.UserName).name).map(shown), input)
      return { Groups: items, ...rest }
    }),
  }
}
