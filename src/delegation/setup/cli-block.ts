// One block for AWS CloudShell that makes the policies and the role and prints the role's ARN last.
import type { NamedPolicy } from '../policies/document.ts'

export interface CliBlockInput {
  roleName: string
  /** JSON. */
  trustPolicy: string
  policies: readonly NamedPolicy[]
  /** Where the partition's IAM is asked. */
  region: string
}

/** A word of POSIX shell, whatever it holds. */
export const shellQuote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** Ends a here-document; no line of JSON can be it. */
const end = 'HEYCLOUD_JSON'

const file = (name: string, content: string): string => `cat > "$dir/${name}" <<'${end}'\n${content}\n${end}`

/**
 * In a subshell, so that a failure ends the block and not the session. Here-documents with a quoted end expand nothing. The ARN is the
 * last line.
 */
export function cloudShellBlock({ roleName, trustPolicy, policies, region }: CliBlockInput): string {
  const role = shellQuote(roleName)
  const made = policies.flatMap(({ name, document }, index) => [
    file(`policy-${index + 1}.json`, document),
    `policy${index + 1}=$(aws iam create-policy --policy-name ${shellQuote(name)} --policy-document "file://$dir/policy-${index + 1}.json" --query Policy.Arn --output text)`,
  ])
  const attached = policies.map(
    (_, index) => `aws iam attach-role-policy --role-name ${role} --policy-arn "$policy${index + 1}"`,
  )
  return [
    '(',
    'set -eu',
    `export AWS_REGION=${shellQuote(region)}`,
    'dir=$(mktemp -d)',
    ...made,
    file('trust.json', trustPolicy),
    `arn=$(aws iam create-role --role-name ${role} --assume-role-policy-document "file://$dir/trust.json" --description 'Read by HeyCloud' --query Role.Arn --output text)`,
    ...attached,
    'rm -r "$dir"',
    'echo "$arn"',
    ')',
  ].join('\n')
}
