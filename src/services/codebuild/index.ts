// AWS CodeBuild: projects, with their tags. Environment variables and sources are not kept.
import type { Project } from '@aws-sdk/client-codebuild'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { arnsIn, chunks, describe, labelRecord, related, tagRecord, withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

function projectFacts(context: ReadContext, project: Project, arn: string): ResourceFacts {
  const ec2 = arnsIn(context, 'ec2')
  const { vpcConfig, environment } = project
  return {
    arn,
    name: project.name ?? arn,
    tags: tagRecord(project.tags),
    labels: labelRecord({ 'compute-type': environment?.computeType, 'source-type': project.source?.type }),
    attributes: {
      ...describe(project, [
        'name',
        'description',
        'timeoutInMinutes',
        'queuedTimeoutInMinutes',
        'concurrentBuildLimit',
        'projectVisibility',
        'created',
        'lastModified',
      ]),
      environment: environment ? describe(environment, ['type', 'image', 'computeType', 'privilegedMode']) : null,
    },
    ...related(
      ['in', ec2('vpc', vpcConfig?.vpcId), ...(vpcConfig?.subnets ?? []).map(id => ec2('subnet', id))],
      ['uses', ...(vpcConfig?.securityGroupIds ?? []).map(id => ec2('security-group', id))],
      ['uses', project.serviceRole, project.encryptionKey],
    ),
  }
}

const projects: ResourceDefinition = {
  type: 'codebuild:project',
  title: 'CodeBuild projects',
  actions: [
    { action: 'codebuild:ListProjects', why: 'Finds the CodeBuild projects.' },
    {
      action: 'codebuild:BatchGetProjects',
      why: 'Reads the tags, image and network of CodeBuild projects, a hundred at a call. Environment variables are not kept.',
    },
  ],
  scope: 'regional',
  labels: ['compute-type', 'source-type'],
  async *list(context) {
    const { BatchGetProjectsCommand, CodeBuildClient, paginateListProjects } = await import('@aws-sdk/client-codebuild')
    const client = context.client(CodeBuildClient)
    for await (const page of paginateListProjects({ client }, {}))
      for (const names of chunks(page.projects ?? [], 100)) {
        const described = await client.send(new BatchGetProjectsCommand({ names }))
        yield withArn(described.projects, 'arn', (project, arn) => projectFacts(context, project, arn))
      }
  },
}

export const codeBuild = defineService({
  id: 'codebuild',
  title: 'AWS CodeBuild',
  namespaces,
  resources: [projects],
})
