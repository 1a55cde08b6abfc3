// What a case of a trust policy is, and the statements that cases are written with.

export const externalId = '3f6c1d2ab7e94c5d8e0f1a2b3c4d5e6f'
export const nextExternalId = 'a0b1c2d3e4f5061728394a5b6c7d8e9f'
/** The account that the simulated HeyCloud calls from, and the user it calls as. */
export const heycloud = '060482727757'
export const ownArn = `arn:aws:iam::${heycloud}:user/heycloud`
export const roleAccount = '111122223333'

export interface TrustCase {
  name: string
  statements: object[]
  /** `id` at `path`, in the order in which they are found. */
  faults: [id: string, path: string][]
  /** A rotation is under way. */
  rotating?: true
  /** IAM refuses to save it, so that only a draft can hold it. */
  draft?: true
  /** What HeyCloud calls as, where the fault hangs on its being a role; the simulated one is a user. */
  asRole?: true
  /** The corrected policy keeps warnings, which only a person can judge. */
  keepsWarnings?: true
}

export const arn = (account: string, resource = 'root'): string => `arn:aws:iam::${account}:${resource}`
export const right = { StringEquals: { 'sts:ExternalId': externalId } }
export const allow = (over: object = {}) => ({
  ...{ Effect: 'Allow', Principal: { AWS: arn(heycloud) }, Action: 'sts:AssumeRole', Condition: right },
  ...over,
})
export const under = (Condition: object) => allow({ Condition })
export const also = (Condition: object) => under({ ...right, ...Condition })
export const external = (operator: string, value: unknown = externalId) =>
  under({ [operator]: { 'sts:ExternalId': value } })
export const deny = (over: object = {}) => ({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', ...over })

export const condition = (operator: string, key: string, statement = 0): string =>
  `Statement[${statement}].Condition.${operator}.${key}`
export const id = (operator: string, statement = 0): string => condition(operator, 'sts:ExternalId', statement)
