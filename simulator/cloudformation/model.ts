// What the simulated CloudFormation keeps: stacks, change sets and StackSets as plain JSON, so that they can be written to a file.

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

/** What a handler made: its physical id, which Ref returns, and what Fn::GetAtt returns. */
export interface Made {
  physicalId: string
  attributes: Record<string, string>
}

export interface StackResource extends Made {
  logicalId: string
  type: string
  /** As resolved when it was last made or changed. */
  properties: JsonObject
  status: string
  reason?: string
  /** Epoch ms of real time, as all times here. */
  updatedAt: number
}

export interface StackEvent {
  id: string
  logicalId: string
  physicalId: string
  type: string
  at: number
  status: string
  reason?: string
}

/** As they were given; those with NoEcho are hidden only when they are shown. */
export type ParameterValues = Record<string, string>

export interface Change {
  action: 'Add' | 'Modify' | 'Remove'
  logicalId: string
  physicalId?: string
  type: string
  replacement?: boolean
}

export interface ChangeSet {
  id: string
  name: string
  kind: 'CREATE' | 'UPDATE'
  description?: string
  createdAt: number
  template: string
  parameters: ParameterValues
  tags: Record<string, string>
  capabilities: string[]
  status: 'CREATE_COMPLETE' | 'FAILED'
  reason?: string
  executionStatus: string
  changes: Change[]
}

export interface Stack {
  /** ARN. */
  id: string
  name: string
  region: string
  status: string
  reason?: string
  createdAt: number
  updatedAt?: number
  deletedAt?: number
  /** Text. */
  template: string
  parameters: ParameterValues
  tags: Record<string, string>
  capabilities: string[]
  outputs: Record<string, { value: string; description?: string }>
  resources: StackResource[]
  /** Oldest first. */
  events: StackEvent[]
  changeSets: Record<string, ChangeSet>
  disableRollback: boolean
  /** The StackSet whose instance it is: `name:uuid`. */
  stackSetId?: string
}

export interface StackInstance {
  accountId: string
  region: string
  /** The target that it was deployed for; empty with self-managed permissions. */
  unitId: string
  /** Empty while there is none. */
  stackId: string
  status: 'CURRENT' | 'OUTDATED' | 'INOPERABLE'
  detailedStatus: 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  reason?: string
  lastOperationId: string
}

export type OperationAction = 'CREATE' | 'UPDATE' | 'DELETE'

export interface OperationResult {
  accountId: string
  region: string
  unitId: string
  status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  reason?: string
}

export interface StackSetOperation {
  id: string
  action: OperationAction
  status: 'SUCCEEDED' | 'FAILED'
  startedAt: number
  endedAt: number
  results: OperationResult[]
}

/** A unit whose accounts get an instance, those that come later included, in these regions. */
export interface DeploymentTarget {
  unitId: string
  regions: string[]
  filter: 'NONE' | 'INTERSECTION' | 'DIFFERENCE' | 'UNION'
  accounts: string[]
}

export interface StackSet {
  /** `name:uuid`. */
  id: string
  name: string
  arn: string
  region: string
  /** Who administers it: the management account, where permissions are service-managed. */
  accountId: string
  description?: string
  status: 'ACTIVE' | 'DELETED'
  template: string
  parameters: ParameterValues
  tags: Record<string, string>
  capabilities: string[]
  permissionModel: 'SERVICE_MANAGED' | 'SELF_MANAGED'
  autoDeployment: { enabled: boolean; retainStacks: boolean }
  /** Of self-managed permissions: a role here, and the name of one in every target. */
  administrationRole: string
  executionRole: string
  targets: DeploymentTarget[]
  instances: StackInstance[]
  /** Oldest first. */
  operations: StackSetOperation[]
}

export interface AccountStacks {
  /** By ARN, deleted ones included. */
  stacks: Record<string, Stack>
  /** By `name:uuid`, deleted ones included. */
  stackSets: Record<string, StackSet>
}
