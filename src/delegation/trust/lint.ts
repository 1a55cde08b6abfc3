// Finds every fault of a trust policy offline, says where it is, and mends it.
import type { Partition, RoleTarget } from '../../core/account.ts'
import type { TrustFault } from '../../core/verification.ts'
import { readTrustDocument, type TrustDocument, type TrustStatement } from './document.ts'
import { externalIdFaults, firstDifference } from './external-id.ts'
import { deniesOthersOnly, deniesUs, isMfa, isOurs, mendTrustPolicy } from './mend.ts'
import { admits, principalFaults, type TrustedPrincipal } from './principal.ts'

export interface TrustExpectation {
  partition: Partition
  /** HeyCloud's account; null while it has no identity. */
  trustedAccountId: string | null
  /** What HeyCloud sends; unknown when a policy is pasted without an account. */
  externalId?: string | undefined
  /** The second value of a rotation under way: both may be admitted. */
  nextExternalId?: string | undefined
  /** What HeyCloud calls as, where it is known: conditions on the principal have to fit it. */
  ownArn?: string | undefined
  /** What was entered, to compare with a pasted ARN. */
  target?: Partial<Pick<RoleTarget, 'accountId' | 'roleName' | 'rolePath'>> | undefined
}

export interface TrustLint {
  faults: TrustFault[]
  /** The mended policy; null when there is nothing to mend or too little is known. */
  corrected: string | null
  /** The policy as it was understood: what the faults' paths refer to. */
  document: string
  roleArn: string | null
}

const grantsAssumeRole = (actions: string[]): boolean =>
  actions.some(action =>
    ['sts:assumerole', 'sts:*', '*', 'sts:assume*', 'sts:assumerole*'].includes(action.toLowerCase()),
  )

/** Conditions that may or may not fit where HeyCloud runs; nobody but the two sides together can tell. */
const placeKeys =
  /^aws:(sourceip|sourcevpc|sourcevpce|vpcsourceip|principalorgid|principalorgpaths|requestedregion|currenttime|useragent)$/i

function conditionFaults(statement: TrustStatement): TrustFault[] {
  return statement.conditions.flatMap((entry): TrustFault[] => {
    if (isMfa(entry.key))
      return [
        {
          id: 'mfa_condition',
          severity: 'error',
          title: 'MFA is required',
          explanation:
            'A program has no MFA device, so this role refuses HeyCloud. Remove the condition: "Require MFA" must be off.',
          path: entry.path,
        },
      ]
    if (placeKeys.test(entry.key))
      return [
        {
          id: 'place_condition',
          severity: 'warning',
          title: `The condition ${entry.key} must fit where HeyCloud runs`,
          explanation: `It admits ${entry.values.join(', ')} only. Check that HeyCloud’s calls come from there.`,
          path: entry.path,
        },
      ]
    return []
  })
}

function statementFaults(
  statement: TrustStatement,
  expected: TrustExpectation,
  trusted: TrustedPrincipal,
): TrustFault[] {
  const ours = statement.negated || statement.principals.some(principal => admits(principal, trusted))
  if (statement.effect === 'Deny')
    return deniesUs(statement, trusted) && !deniesOthersOnly(statement, expected.externalId)
      ? [
          {
            id: 'deny_statement',
            severity: 'warning',
            title: 'A statement denies the role to HeyCloud',
            explanation:
              'Where its conditions match, a Deny wins over every Allow. Remove it, or check that it cannot match.',
            path: statement.path,
          },
        ]
      : []
  const faults = principalFaults(statement, trusted)
  if (!ours && trusted.accountId !== null) return faults
  if (!grantsAssumeRole(statement.actions))
    faults.push({
      id: 'wrong_action',
      severity: 'error',
      title: 'The statement does not allow sts:AssumeRole',
      explanation: `It allows ${statement.actions.join(', ') || 'nothing'}. The action must be sts:AssumeRole.`,
      path: `${statement.path}.Action`,
    })
  return [...faults, ...externalIdFaults(statement, expected.externalId), ...conditionFaults(statement)]
}

function nobodyFault(document: TrustDocument, trusted: TrustedPrincipal): TrustFault[] {
  if (trusted.accountId === null || document.statements.some(s => isOurs(s, trusted) || s.negated)) return []
  return [
    {
      id: 'heycloud_not_trusted',
      severity: 'error',
      title: 'HeyCloud’s account is not trusted',
      explanation: `No statement names arn:${trusted.partition}:iam::${trusted.accountId}:root as its principal.`,
      path: document.statements[0] ? `${document.statements[0].path}.Principal` : 'Statement',
    },
  ]
}

/** The pasted ARN decides which role this is; what was entered is compared with it. */
function targetFaults(arn: string | null, target: TrustExpectation['target']): TrustFault[] {
  const [, accountId, path = '/', roleName] = /^arn:[^:]+:iam::(\d{12}):role(\/(?:.*\/)?)([^/]+)$/.exec(arn ?? '') ?? []
  if (!target || accountId === undefined || roleName === undefined) return []
  const fault = (id: string, title: string, explanation: string): TrustFault[] => [
    { id, severity: 'error', title, explanation, path: 'Role.Arn' },
  ]
  if (target.accountId !== undefined && target.accountId !== accountId)
    return fault(
      'account_differs',
      'The role is in another account',
      `The role is in ${accountId}, you entered ${target.accountId}.`,
    )
  if (target.roleName !== undefined && target.roleName !== roleName) {
    const onlyCase = target.roleName.toLowerCase() === roleName.toLowerCase()
    return fault(
      'role_name_differs',
      onlyCase ? 'The role name differs in upper and lower case' : 'The role has another name',
      `In AWS the role is ${roleName}, you entered ${target.roleName}. ${firstDifference(target.roleName, roleName)}`,
    )
  }
  if (target.rolePath !== undefined && target.rolePath !== path)
    return fault(
      'role_path_differs',
      'The role has another path',
      `In AWS the path is ${path}, HeyCloud uses ${target.rolePath}. Enter ${path.slice(1)}${roleName}.`,
    )
  return []
}

/**
 * Pure. `text` is a policy, the output of `aws iam get-role`, or the URL-encoded document. What cannot be read is one fault with
 * an empty path.
 */
export function lintTrustPolicy(text: string, expected: TrustExpectation): TrustLint {
  const trusted = { partition: expected.partition, accountId: expected.trustedAccountId }
  const reading = readTrustDocument(text)
  if (!reading.ok) {
    const fault: TrustFault = {
      id: 'unreadable',
      severity: 'error',
      title: 'This could not be read',
      explanation: reading.sentence,
      path: '',
    }
    return { faults: [fault], corrected: null, document: text, roleArn: null }
  }
  const { document } = reading
  const inPolicy = [
    ...nobodyFault(document, trusted),
    ...document.statements.flatMap(statement => statementFaults(statement, expected, trusted)),
  ]
  return {
    faults: [...targetFaults(document.roleArn, expected.target), ...inPolicy],
    corrected: inPolicy.length > 0 ? mendTrustPolicy(document, trusted, expected.externalId) : null,
    document: JSON.stringify(document.policy, null, 2),
    roleArn: document.roleArn,
  }
}
