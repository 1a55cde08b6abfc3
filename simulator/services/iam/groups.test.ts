import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteUserCommand,
  GetGroupPolicyCommand,
  IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  PutGroupPolicyCommand,
  RemoveUserFromGroupCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { prod, type Simulated, simulated } from '../../../test/support/simulated.ts'

let aws: Simulated
let iam: IAMClient
beforeAll(async () => {
  aws = await simulated()
  iam = aws.client(IAMClient)
})
afterAll(() => aws.simulator.close())

const [GroupName, UserName] = ['Readers', 'grouped']
const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*' }],
})

it('gives a user what its groups have, for as long as it is in them', async () => {
  await iam.send(new CreateGroupCommand({ GroupName, Path: '/team/' }))
  await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'list', PolicyDocument: document }))
  const PolicyArn = 'arn:aws:iam::aws:policy/SecurityAudit'
  await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn }))
  await iam.send(new CreateUserCommand({ UserName }))
  await iam.send(new CreateAccessKeyCommand({ UserName }))
  const may = async () => {
    const input = { PolicySourceArn: `arn:aws:iam::${prod}:user/${UserName}`, ActionNames: ['iam:ListUsers'] }
    return (await iam.send(new SimulatePrincipalPolicyCommand(input))).EvaluationResults?.[0]?.EvalDecision
  }
  expect(await may()).toBe('implicitDeny')
  await iam.send(new AddUserToGroupCommand({ GroupName, UserName }))
  expect(await may()).toBe('allowed')
  const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName }))
  expect(Groups).toMatchObject([{ GroupName, Path: '/team/', Arn: `arn:aws:iam::${prod}:group/team/${GroupName}` }])
  expect((await iam.send(new ListGroupPoliciesCommand({ GroupName }))).PolicyNames).toEqual(['list'])
  const { AttachedPolicies } = await iam.send(new ListAttachedGroupPoliciesCommand({ GroupName }))
  expect(AttachedPolicies).toEqual([{ PolicyName: 'SecurityAudit', PolicyArn }])
  const inline = await iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName: 'list' }))
  expect(decodeURIComponent(inline.PolicyDocument ?? '')).toBe(document)
  await expect(iam.send(new DeleteGroupCommand({ GroupName }))).rejects.toThrow(/remove users from group/)
  await iam.send(new RemoveUserFromGroupCommand({ GroupName, UserName }))
  await expect(iam.send(new DeleteUserCommand({ UserName }))).rejects.toThrow(/delete access keys/)
  await expect(iam.send(new ListGroupPoliciesCommand({ GroupName: 'None' }))).rejects.toThrow(/group with name None/)
})
