// ARN condition operators: part by part, and ArnEquals reads wildcards as ArnLike does.
import { matchesArn } from '../wildcard.ts'
import { not, type Operator } from './operator.ts'

const like: Operator = { fits: (given, wanted, variables) => matchesArn(wanted, given, variables) }

export const arnOperators: Record<string, Operator> = {
  ArnEquals: like,
  ArnLike: like,
  ArnNotEquals: not(like),
  ArnNotLike: not(like),
}
