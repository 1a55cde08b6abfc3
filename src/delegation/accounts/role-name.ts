// Reads what a person entered as a role and an account: nothing is trimmed or mended silently, every fault is named.
import { accountIdPattern, type RoleTarget, roleNamePattern, rolePathPattern } from '../../core/account.ts'

export type RoleParts = Pick<RoleTarget, 'roleName' | 'rolePath'>

/** The whole path, slashes included (IAM API reference, CreateRole). */
const longestPath = 512

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

const describe = (character: string): string =>
  /\s/u.test(character)
    ? `a space or other white space (${codePoint(character)})`
    : `"${character}" (${codePoint(character)})`

/** The first character that neither a role name nor its path may hold, in words; positions count from 1. */
function oddCharacter(text: string): string | undefined {
  const characters = [...text]
  const index = characters.findIndex(character => !/[A-Za-z0-9_+=,.@/-]/.test(character))
  const character = characters[index]
  if (character === undefined) return undefined
  const hint =
    character > '\x7f' && !/\s/u.test(character) ? ' It is not an ASCII letter, though it may look like one.' : ''
  return `character ${index + 1} is ${describe(character)}; a role name holds only A-Z a-z 0-9 and _+=,.@-.${hint}`
}

/** Why the text is not a role name, with or without a path; undefined when it is one. */
export function roleNameFault(text: string): string | undefined {
  if (text === '') return 'is required'
  if (/^\s/u.test(text)) return 'there is a space before the name'
  if (/\s$/u.test(text)) return 'there is a space after the name'
  const arn = /^arn:[^:]*:iam::[^:]*:role\/(.+)$/.exec(text)?.[1]
  if (arn) return `enter the role name alone, not its ARN: ${arn}`
  const odd = oddCharacter(text)
  if (odd) return odd
  if (text.startsWith('/')) return `leave out the slash before the path: ${text.replace(/^\/+/, '')}`
  const { roleName, rolePath } = split(text)
  if (roleName === '') return 'ends with a slash; the role name is what comes after the path'
  if (!roleNamePattern.test(roleName)) return `the role name has ${roleName.length} characters; IAM allows 64`
  if (rolePath.length > longestPath) return `the path has ${rolePath.length} characters; IAM allows ${longestPath}`
  if (rolePath.includes('//') || !rolePathPattern.test(rolePath)) return 'the path has two slashes in a row'
  return undefined
}

function split(text: string): RoleParts {
  const slash = text.lastIndexOf('/')
  return slash === -1
    ? { roleName: text, rolePath: '/' }
    : { roleName: text.slice(slash + 1), rolePath: `/${text.slice(0, slash + 1)}` }
}

/** `team/monitoring/Role` -> name `Role`, path `/team/monitoring/`. Only for text without a fault. */
export const parseRoleName = split

/** The name as it was entered, path first. */
export const writtenRoleName = ({ roleName, rolePath }: RoleParts): string => `${rolePath.slice(1)}${roleName}`

/** Why the text is not an AWS account ID; undefined when it is one. */
export function accountIdFault(text: string): string | undefined {
  if (accountIdPattern.test(text)) return undefined
  if (text === '') return 'is required'
  const bare = text.replaceAll(/[\s-]/g, '')
  if (accountIdPattern.test(bare)) return `must be 12 digits without dashes or spaces: ${bare}`
  const digits = text.replaceAll(/[^0-9]/g, '').length
  return `must be 12 digits, for example 123456789012; this has ${digits}`
}
