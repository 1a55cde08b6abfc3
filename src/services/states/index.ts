// AWS Step Functions: state machines and activities.
import { defineService, type ResourceDefinition } from '../../core/define.ts'
import { describe, labelRecord } from '../facts.ts'
import { metrics } from './metrics.ts'

const stateMachines: ResourceDefinition = {
  type: 'states:stateMachine',
  title: 'Step Functions state machines',
  actions: [
    {
      action: 'states:ListStateMachines',
      why: 'Lists state machines with their kind. No definition, input or output is read.',
    },
  ],
  scope: 'regional',
  labels: ['name', 'statemachine_type'],
  async *list(context) {
    const { paginateListStateMachines, SFNClient } = await import('@aws-sdk/client-sfn')
    for await (const page of paginateListStateMachines({ client: context.client(SFNClient), pageSize: 1000 }, {})) {
      yield (page.stateMachines ?? []).flatMap(machine => {
        const { stateMachineArn: arn, name } = machine
        if (!arn || !name) return []
        return {
          arn,
          name,
          tags: {},
          labels: labelRecord({ name, statemachine_type: machine.type?.toLowerCase() }),
          attributes: describe(machine, ['name', 'type', 'creationDate']),
        }
      })
    }
  },
}

const activities: ResourceDefinition = {
  type: 'states:activity',
  title: 'Step Functions activities',
  actions: [{ action: 'states:ListActivities', why: 'Lists activities by name. No task is read or taken.' }],
  scope: 'regional',
  labels: ['name'],
  async *list(context) {
    const { paginateListActivities, SFNClient } = await import('@aws-sdk/client-sfn')
    for await (const page of paginateListActivities({ client: context.client(SFNClient), pageSize: 1000 }, {})) {
      yield (page.activities ?? []).flatMap(activity => {
        const { activityArn: arn, name } = activity
        if (!arn || !name) return []
        return { arn, name, tags: {}, labels: labelRecord({ name }), attributes: describe(activity, ['creationDate']) }
      })
    }
  },
}

export const stepFunctions = defineService({
  id: 'states',
  title: 'AWS Step Functions',
  namespaces: [
    {
      namespace: 'AWS/States',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: [
        'StateMachineArn',
        'ActivityArn',
        'LambdaFunctionArn',
        'ServiceIntegrationResourceArn',
        'ServiceName',
        'APIName',
      ],
      grain: [['StateMachineArn']],
      associations: [
        { resourceType: 'states:stateMachine', arn: /^(?<StateMachineArn>.+:stateMachine:[^:]+)$/ },
        { resourceType: 'states:activity', arn: /^(?<ActivityArn>.+:activity:[^:]+)$/ },
        { resourceType: 'lambda:function', arn: /^(?<LambdaFunctionArn>.+:function:[^:]+)$/ },
      ],
    },
  ],
  resources: [stateMachines, activities],
})
