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
  /** Where it was found under. */
  unitId?: string
  /** Empty while there is none. */
  stackId: string
  status: 'CURRENT' | 'OUTDATED' | 'INOPERABLE'
  detailedStatus: 'SUCCEEDED' | 'FAILED'
  reason?: string
  lastOperationId: string
}

export interface StackSetOperation {
  id: string
  action: 'CREATE' | 'UPDATE' | 'DELETE'
  status: 'SUCCEEDED' | 'FAILED'
  startedAt: number
  endedAt: number
  /** Accounts that were not come to because too many had failed are CANCELLED. */
  results: {
    accountId: string
    region: string
    unitId?: string
    status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
    reason?: string
  }[]
}

/** Units whose later accounts get an instance, and the regions that it goes to. */
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
  description?: string
  status: 'ACTIVE' | 'DELETED'
  template: string
  parameters: ParameterValues
  tags: Record<string, string>
  capabilities: string[]
  permissionModel: 'SERVICE_MANAGED' | 'SELF_MANAGED'
  autoDeployment?: { enabled: boolean; retainStacks: boolean }
  administrationRole?: string
  executionRole?: string
  targets: DeploymentTarget[]
  instances: StackInstance[]
  /** Oldest first. */
  operations: StackSetOperation[]
}

export interface AccountStacks {
  /** By ARN, deleted ones included. */
  stacks: Record<string, Stack>
  /** By `name:uuid`. */
  stackSets: Record<string, StackSet>
}
