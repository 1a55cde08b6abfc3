// One deployment of one stack: what its steps share, and how they are told of in its events.
import type { Partition } from '../partitions.ts'
import { dnsSuffixOf } from '../partitions.ts'
import type { Json, ParameterValues, Stack, StackResource } from './model.ts'
import { referredValues } from './parameters.ts'
import type { Perform } from './perform.ts'
import { evaluateConditions, resolve, type Scope } from './resolve.ts'
import type { Template } from './template.ts'

export interface Run {
  /** Changed as the deployment goes on. */
  stack: Stack
  template: Template
  values: ParameterValues
  perform: Perform
  accountId: string
  partition: Partition
  /** Epoch ms. */
  now(): number
  uuid(): string
  /** So many capitals and digits. */
  letters(count: number): string
}

type Subject = Pick<StackResource, 'logicalId' | 'physicalId' | 'type'>

export function record(run: Run, subject: Subject, status: string, reason?: string): void {
  const { logicalId, physicalId, type } = subject
  run.stack.events.push({
    id: type === 'AWS::CloudFormation::Stack' ? run.uuid() : `${logicalId}-${status}-${run.uuid()}`,
    ...{ logicalId, physicalId, type, status },
    at: run.now(),
    ...(reason === undefined ? {} : { reason }),
  })
}

/** Of the stack itself, which its events tell of too. */
export function enter(run: Run, status: string, reason?: string): void {
  const { stack } = run
  stack.status = status
  delete stack.reason
  if (reason !== undefined) stack.reason = reason
  record(run, { logicalId: stack.name, physicalId: stack.id, type: 'AWS::CloudFormation::Stack' }, status, reason)
}

export const resourceOf = ({ stack }: Run, logicalId: string): StackResource | undefined =>
  stack.resources.find(resource => resource.logicalId === logicalId)

const pseudoValues = ({ stack, accountId, partition }: Run): Record<string, string> => ({
  'AWS::AccountId': accountId,
  'AWS::Partition': partition,
  'AWS::Region': stack.region,
  'AWS::StackId': stack.id,
  'AWS::StackName': stack.name,
  'AWS::URLSuffix': dnsSuffixOf(partition),
})

/** Parameters and conditions as given, resources as they are when asked. Throws `ValidationError`. */
export function scopeOf(run: Run): Scope {
  const values = { ...referredValues(run.template, run.values), ...pseudoValues(run) }
  return {
    values,
    conditions: evaluateConditions(run.template, values),
    ref: logicalId => resourceOf(run, logicalId)?.physicalId,
    attribute: (logicalId, name) => resourceOf(run, logicalId)?.attributes[name],
  }
}

export const isWanted = (scope: Scope, { condition }: { condition?: string }): boolean =>
  condition === undefined || scope.conditions[condition] === true

export function outputsOf({ template }: Run, scope: Scope): Stack['outputs'] {
  const wanted = Object.entries(template.outputs).filter(([, output]) => isWanted(scope, output))
  return Object.fromEntries(
    wanted.map(([name, { value, description }]) => [
      name,
      { value: String(resolve(value, scope)), ...(description === undefined ? {} : { description }) },
    ]),
  )
}

export const sameJson = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b)
