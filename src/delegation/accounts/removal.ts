// What an account leaves behind in AWS when it is removed here, and the block for CloudShell that takes it away.
import { type AwsAccount, type KeyAccount, type RoleAccount, roleArn, usesRole } from '../../core/account.ts'
import type { PolicyDrift, RolePolicy } from '../../core/verification.ts'
import type { EventSource } from '../../store/settings-ports.ts'
import { removalBlock } from '../setup/cli-block.ts'
import { shellWord } from '../setup/shell.ts'

/** Something in AWS that only the account's owner can remove. */
export interface Remainder {
  what: string
  /** Null where it has none, or none is known. */
  arn: string | null
}

export interface Removal {
  remains: Remainder[]
  commands: string
}

const policyRemainder = ({ name, arn }: RolePolicy): Remainder =>
  arn === null
    ? { what: `The inline policy ${name}, which goes with the role`, arn }
    : { what: `The policy ${name}, unless others use it too`, arn }

/** AWS's own policies are detached, and stay with AWS. */
function policies(drift: PolicyDrift | null): Remainder[] {
  if (!drift) return [{ what: 'The policies attached to it; HeyCloud could not read which they are', arn: null }]
  return drift.policies.filter(({ arn }) => arn === null || !arn.includes(':iam::aws:policy/')).map(policyRemainder)
}

/** What made the role is known to AWS alone; the block asks there. */
const madeBy = (account: RoleAccount): Remainder => ({
  what:
    account.joinedBy === null
      ? 'If CloudFormation made them, their stack: HeyCloud does not know its name, the commands find it. If Terraform made them, remove them from its configuration instead'
      : 'If a StackSet made them, its instance in this account: take the account out of the StackSet, or it will make them again',
  arn: null,
})

const busRemainder = (account: AwsAccount, { name, region }: EventSource): Remainder => ({
  what: `The event bus ${name} in ${region}`,
  arn: `arn:${account.partition}:events:${region}:${account.accountId}:event-bus/${name}`,
})
const deleteBus = ({ name, region }: EventSource): string =>
  `aws events delete-event-bus --name ${shellWord(name)} --region ${shellWord(region)}`

const keyCommands = ({ accessKeyId }: KeyAccount): string =>
  [
    `user=$(aws iam get-access-key-last-used --access-key-id ${accessKeyId} --query UserName --output text)`,
    `aws iam delete-access-key --user-name "$user" --access-key-id ${accessKeyId}`,
  ].join('\n')

/** `drift`: what verification has read of the role's policies. `sources`: the organisation's event sources of this account; those with a bus made one in it. */
export function removalOf(account: AwsAccount, drift: PolicyDrift | null, sources: readonly EventSource[]): Removal {
  const buses = sources.filter(({ hasBus }) => hasBus)
  const own: Remainder[] = usesRole(account)
    ? [{ what: 'The role', arn: roleArn(account) }, ...policies(drift), madeBy(account)]
    : [{ what: `The access key ${account.accessKeyId} and the user that it belongs to`, arn: null }]
  const commands = usesRole(account) ? removalBlock(account) : keyCommands(account)
  return {
    remains: [...own, ...buses.map(source => busRemainder(account, source))],
    commands: [...buses.map(deleteBus), commands].join('\n'),
  }
}
