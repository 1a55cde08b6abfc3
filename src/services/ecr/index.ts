// Amazon ECR: private repositories.
import { defineService, type ResourceDefinition } from '../../core/define.ts'
import { describe, related } from '../facts.ts'
import { counter } from '../kinds.ts'

const repositories: ResourceDefinition = {
  type: 'ecr:repository',
  title: 'ECR repositories',
  actions: [
    { action: 'ecr:DescribeRepositories', why: 'Lists ECR repositories with their settings. No image is read.' },
  ],
  scope: 'regional',
  async *list(context) {
    const { ECRClient, paginateDescribeRepositories } = await import('@aws-sdk/client-ecr')
    for await (const page of paginateDescribeRepositories({ client: context.client(ECRClient), pageSize: 1000 }, {})) {
      yield (page.repositories ?? []).flatMap(repository => {
        const { repositoryArn: arn, repositoryName: name = arn } = repository
        if (arn === undefined || name === undefined) return []
        const attributes = describe(repository, [
          'repositoryName',
          'repositoryUri',
          'imageTagMutability',
          'imageScanningConfiguration',
          'encryptionConfiguration',
          'createdAt',
        ])
        const key = repository.encryptionConfiguration?.kmsKey
        return [{ arn, name, tags: {}, labels: {}, attributes, ...related(['uses', key]) }]
      })
    }
  },
}

export const ecr = defineService({
  id: 'ecr',
  title: 'Amazon ECR',
  namespaces: [
    {
      namespace: 'AWS/ECR',
      period: 60,
      publicationDelay: 300,
      // https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-repository-metrics.html
      metrics: [counter('RepositoryPullCount')],
      dimensions: ['RepositoryName'],
      grain: [['RepositoryName']],
      // Names may hold slashes.
      associations: [{ resourceType: 'ecr:repository', arn: /:repository\/(?<RepositoryName>.+)$/ }],
    },
  ],
  resources: [repositories],
})
