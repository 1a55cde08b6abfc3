// The forms and sizes that STS asks of AssumeRole, with its sentences.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
import { deflateRawSync } from 'node:zlib'
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts'
import { AwsError } from '../contract.ts'
import { checkSessionPolicy } from '../iam/document-rules.ts'
import { partitionOfArn } from '../partitions.ts'

const POLICY_LIMIT = 2048
const POLICY_ARNS_LIMIT = 10
const MIN_DURATION = 900
const MAX_DURATION = 43_200
/** What a packed session may take. AWS publishes no figure: only that 100 per cent is the limit. */
const PACKED_LIMIT = 1100

interface Constraint {
  parameter: string
  value: string | undefined
  min: number
  max: number
  pattern: RegExp
}

/** STS collects all faults into one sentence, as here. */
function faultsOf({ parameter, value, min, max, pattern }: Constraint): string[] {
  if (value === undefined) return [`Value null at '${parameter}' failed to satisfy constraint: Member must not be null`]
  const shown = `Value '${value}' at '${parameter}' failed to satisfy constraint: Member must`
  const faults: string[] = []
  if (value.length < min) faults.push(`${shown} have length greater than or equal to ${min}`)
  if (value.length > max) faults.push(`${shown} have length less than or equal to ${max}`)
  if (!pattern.test(value)) faults.push(`${shown} satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`)
  return faults
}

function throwFaults(faults: string[]): void {
  if (faults.length === 0) return
  const noun = faults.length === 1 ? 'validation error' : 'validation errors'
  throw new AwsError('ValidationError', `${faults.length} ${noun} detected: ${faults.join('; ')}`)
}

function durationFaults(seconds: number | undefined): string[] {
  const shown = `Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value`
  if (seconds === undefined) return []
  if (seconds < MIN_DURATION) return [`${shown} greater than or equal to ${MIN_DURATION}`]
  return seconds > MAX_DURATION ? [`${shown} less than or equal to ${MAX_DURATION}`] : []
}

function constraintsOf(input: AssumeRoleCommandInput): Constraint[] {
  const anything = /^[\s\S]*$/
  return [
    { parameter: 'roleArn', value: input.RoleArn, min: 20, max: 2048, pattern: anything },
    { parameter: 'roleSessionName', value: input.RoleSessionName, min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ },
    ...(input.ExternalId === undefined
      ? []
      : [{ parameter: 'externalId', value: input.ExternalId, min: 2, max: 1224, pattern: /^[\w+=,.@:/-]*$/ }]),
  ]
}

/** Per cent of what a packed session may hold; 0 where there is no session policy. */
export function packedSize(policy: string | undefined, policyArns: string[]): number {
  if (policy === undefined && policyArns.length === 0) return 0
  const bytes = deflateRawSync(Buffer.from(`${policy ?? ''}${policyArns.join('')}`)).length
  return Math.ceil((bytes / PACKED_LIMIT) * 100)
}

function checkSizes(policy: string | undefined, policyArns: string[]): void {
  if (policyArns.length > POLICY_ARNS_LIMIT)
    throw new AwsError('ValidationError', `The number of policy ARNs exceeds the limit of ${POLICY_ARNS_LIMIT}.`)
  const plain = (policy?.length ?? 0) + policyArns.reduce((sum, arn) => sum + arn.length, 0)
  if (plain > POLICY_LIMIT)
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to ${POLICY_LIMIT}`,
    )
  const packed = packedSize(policy, policyArns)
  if (packed > 100)
    throw new AwsError('PackedPolicyTooLarge', `Packed size of policies consumes ${packed}% of allotted space.`)
}

export interface CheckedAssumeRole {
  roleArn: string
  sessionName: string
  policyArns: string[]
}

/** Throws AwsError `ValidationError`, `MalformedPolicyDocument` or `PackedPolicyTooLarge`. */
export function checkAssumeRole(input: AssumeRoleCommandInput): CheckedAssumeRole {
  throwFaults([...constraintsOf(input).flatMap(faultsOf), ...durationFaults(input.DurationSeconds)])
  const roleArn = input.RoleArn ?? ''
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(roleArn))
    throw new AwsError('ValidationError', `${roleArn} is invalid`)
  const policyArns = (input.PolicyArns ?? []).flatMap(({ arn }) => arn ?? [])
  checkSizes(input.Policy, policyArns)
  if (input.Policy !== undefined) checkSessionPolicy(input.Policy, partitionOfArn(roleArn))
  return { roleArn, sessionName: input.RoleSessionName ?? '', policyArns }
}
