// The simulated CodeBuild: projects by name, and a hundred of them described at a call, with their tags.
import type { BatchGetProjectsCommandInput, Project } from '@aws-sdk/client-codebuild'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { here, ownArn } from './here.ts'
import { listing, thingsOf } from './listed.ts'

function batchGetProjects(world: World, { names = [] }: BatchGetProjectsCommandInput, call: Call) {
  if (names.length < 1 || names.length > 100)
    throw new AwsError('InvalidInputException', 'Invalid number of project names: between 1 and 100')
  const all = thingsOf<Project>(world, call, 'codebuild:project')
  const named = names.map(name => ({ name, project: all.find(project => [project.name, project.arn].includes(name)) }))
  const tagsOf = (arn = '') => Object.entries(here(world, call).state.tags.get(arn) ?? {})
  return {
    projects: named.flatMap(({ project }) =>
      project ? [{ ...project, tags: tagsOf(project.arn).map(([key, value]) => ({ key, value })) }] : [],
    ),
    projectsNotFound: named.flatMap(({ name, project }) => (project ? [] : [name])),
  }
}

export function simulatedCodeBuild(world: World): SimulatedService {
  return {
    signingName: 'codebuild',
    client: '@aws-sdk/client-codebuild',
    protocol: 'awsJson1_1',
    target: 'CodeBuild_20161006',
    operations: {
      ListProjects: listing<Project>(world, {
        action: 'codebuild:ListProjects',
        kind: 'codebuild:project',
        member: 'projects',
        token: { input: 'nextToken', output: 'nextToken' },
        size: 100,
        badToken: 'InvalidInputException',
        shown: ({ name }) => name,
      }),
      BatchGetProjects: {
        requires: ({ names = [] }: BatchGetProjectsCommandInput, call) =>
          names.map(name => ({
            action: 'codebuild:BatchGetProjects',
            resource: ownArn(call, 'codebuild', `project/${name}`),
          })),
        answer: (input, call) => batchGetProjects(world, input, call),
      },
    },
  }
}
