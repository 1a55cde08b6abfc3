// What the Add-account form says of what is typed: pure, so that every sentence can be tested.
import { t } from '../i18n.ts'

const words = t.add

export interface Checked {
  /** What is used from now on. */
  value: string
  /** Something was changed for the person; said, not hidden. */
  note: string | null
  error: string | null
}

/** Dashes and white space are taken out and it is said; nothing else is changed. */
export function checkAccountId(text: string): Checked {
  const withoutDashes = text.replaceAll(/[-\u2010-\u2015]/g, '')
  // Marks of format (zero-width spaces, marks of direction) come along with what is copied from web pages.
  const value = withoutDashes.replaceAll(/[\s\p{Cf}]/gu, '')
  const note = withoutDashes !== text ? words.dashesRemoved : value !== withoutDashes ? words.spacesRemoved : null
  const letter = /[^0-9]/u.exec(value)?.[0]
  if (value === '') return { value, note, error: words.accountIdEmpty }
  if (letter !== undefined) return { value, note, error: words.accountIdLetters(letter) }
  return { value, note, error: value.length === 12 ? null : words.accountIdLength(value.length) }
}

export interface RoleNameFault {
  message: string
  /** The name with the fault taken out, where that can be done without guessing. */
  mended: string | null
}

const codePoint = (letter: string) => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** Letters of other scripts that print like Latin ones; those that turn up in pasted text. */
const lookAlikes: Record<string, string> = {
  А: 'A',
  В: 'B',
  С: 'C',
  Е: 'E',
  Н: 'H',
  І: 'I',
  К: 'K',
  М: 'M',
  О: 'O',
  Р: 'P',
  Т: 'T',
  Х: 'X',
  а: 'a',
  с: 'c',
  е: 'e',
  і: 'i',
  о: 'o',
  р: 'p',
  ѕ: 's',
  у: 'y',
  х: 'x',
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Η: 'H',
  Ι: 'I',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Υ: 'Y',
  Χ: 'X',
  ο: 'o',
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
}

/** The first fault of a role's name (which may carry its path: `team/monitoring/Role`), or null. Never trimmed silently. */
export function checkRoleName(text: string): RoleNameFault | null {
  if (text.trim() === '') return { message: words.roleNameEmpty, mended: null }
  if (/^\s*arn:/i.test(text)) return { message: words.roleNameArn, mended: null }
  const letters = [...text]
  const hidden = letters.findIndex(letter => /\p{Cf}/u.test(letter))
  if (hidden >= 0)
    return {
      message: words.invisible(hidden + 1, codePoint(letters[hidden] ?? '')),
      mended: text.replaceAll(/\p{Cf}/gu, ''),
    }
  if (/\s$/.test(text)) return { message: words.spaceAfter, mended: text.trimEnd() }
  if (/^\s/.test(text)) return { message: words.spaceBefore, mended: text.trimStart() }
  const space = letters.findIndex(letter => /\s/.test(letter))
  if (space >= 0) return { message: words.spaceInside(space + 1), mended: null }
  const bad = letters.findIndex(letter => !/[A-Za-z0-9_+=,.@/-]/.test(letter))
  const letter = letters[bad]
  if (letter !== undefined) {
    const plain = lookAlikes[letter]
    if (plain !== undefined)
      return {
        message: words.lookAlike(letter, bad + 1, codePoint(letter), plain),
        mended: letters.map((l, at) => (at === bad ? plain : l)).join(''),
      }
    return { message: words.letterBad(letter, bad + 1, codePoint(letter)), mended: null }
  }
  const parts = text.replace(/^\//, '').split('/')
  const name = parts.at(-1) ?? ''
  if (name === '' || parts.slice(0, -1).includes('')) return { message: words.pathBad, mended: null }
  return name.length > 64 ? { message: words.roleNameLong(name.length), mended: null } : null
}

export interface ParsedArn {
  partition: string
  accountId: string
  /** With its path, without a leading slash. */
  roleName: string
}

/** As it is copied from JSON: in quotes, with a comma behind them. Without quotes a comma may belong to the name. */
const bare = (text: string): string => /^(["'`])(.*)\1,?$/.exec(text.trim())?.[2] ?? text.trim()

export function parseRoleArn(text: string): ParsedArn | null {
  const match = /^arn:(aws|aws-us-gov|aws-cn):iam::([0-9]{12}):role\/(.+)$/.exec(bare(text))
  const [, partition, accountId, roleName] = match ?? []
  if (partition === undefined || accountId === undefined || roleName === undefined) return null
  return checkRoleName(roleName) === null ? { partition, accountId, roleName } : null
}

/** Null where the text is empty or good. */
export function checkRoleArn(text: string): string | null {
  if (text.trim() === '' || parseRoleArn(text)) return null
  return /^arn:[^:]+:sts:/.test(bare(text)) ? words.roleArnAssumed : words.roleArnBad
}

/** One `key:value` a line. */
export function parseTags(text: string): { tags: string[]; bad: string | null } {
  const tags = text
    .split(/[\n,]/)
    .map(line => line.trim())
    .filter(Boolean)
  return { tags, bad: tags.find(tag => !/^[^\s:][^:]*:.+$/.test(tag)) ?? null }
}

export function parseRegions(text: string): { regions: string[]; bad: string | null } {
  const regions = [...new Set(text.split(/[\s,]+/).filter(Boolean))]
  return { regions, bad: regions.find(region => !/^[a-z]{2}(?:-[a-z]+){1,2}-[0-9]{1,2}$/.test(region)) ?? null }
}

/** Separated by commas; a namespace's name may hold spaces (`AWS/Network Manager`). */
export const parseNamespaces = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,\n]/)
      .map(name => name.trim())
      .filter(Boolean),
  ),
]
