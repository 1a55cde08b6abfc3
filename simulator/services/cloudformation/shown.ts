// Stacks, resources and events in the shapes that CloudFormation answers with.
import type { Stack, StackEvent, StackResource } from '../../cloudformation/model.ts'
import { readTemplate } from '../../cloudformation/template.ts'
import { tagsShown } from './common.ts'

const date = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms))

/** The values of NoEcho parameters are never shown. */
export function parametersShown({ template, parameters }: Pick<Stack, 'template' | 'parameters'>) {
  const declared = readTemplate(template).parameters
  return Object.entries(parameters).map(([ParameterKey, value]) => ({
    ParameterKey,
    ParameterValue: declared[ParameterKey]?.noEcho ? '****' : value,
  }))
}

export function stackShown(stack: Stack) {
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: readTemplate(stack.template).description,
    Parameters: parametersShown(stack),
    CreationTime: date(stack.createdAt),
    LastUpdatedTime: date(stack.updatedAt),
    DeletionTime: date(stack.deletedAt),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    DisableRollback: stack.disableRollback,
    NotificationARNs: [],
    Capabilities: stack.capabilities,
    Outputs: Object.entries(stack.outputs).map(([OutputKey, { value, description }]) => ({
      OutputKey,
      OutputValue: value,
      Description: description,
    })),
    Tags: tagsShown(stack.tags),
    EnableTerminationProtection: false,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  }
}

export const summaryShown = (stack: Stack) => ({
  StackId: stack.id,
  StackName: stack.name,
  TemplateDescription: readTemplate(stack.template).description,
  CreationTime: date(stack.createdAt),
  LastUpdatedTime: date(stack.updatedAt),
  DeletionTime: date(stack.deletedAt),
  StackStatus: stack.status,
  StackStatusReason: stack.reason,
  DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
})

export const resourceShown = (stack: Stack, resource: StackResource) => ({
  StackName: stack.name,
  StackId: stack.id,
  LogicalResourceId: resource.logicalId,
  PhysicalResourceId: resource.physicalId,
  ResourceType: resource.type,
  Timestamp: date(resource.updatedAt),
  ResourceStatus: resource.status,
  ResourceStatusReason: resource.reason,
  DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
})

export const resourceSummaryShown = (resource: StackResource) => ({
  LogicalResourceId: resource.logicalId,
  PhysicalResourceId: resource.physicalId,
  ResourceType: resource.type,
  LastUpdatedTimestamp: date(resource.updatedAt),
  ResourceStatus: resource.status,
  ResourceStatusReason: resource.reason,
  DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
})

export const eventShown = (stack: Stack, event: StackEvent) => ({
  StackId: stack.id,
  EventId: event.id,
  StackName: stack.name,
  LogicalResourceId: event.logicalId,
  PhysicalResourceId: event.physicalId,
  ResourceType: event.type,
  Timestamp: date(event.at),
  ResourceStatus: event.status,
  ResourceStatusReason: event.reason,
})
