// The simulated EFS and FSx: file systems. No file is in them.
import type { FileSystemDescription } from '@aws-sdk/client-efs'
import type { FileSystem } from '@aws-sdk/client-fsx'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedEfs(world: World): SimulatedService {
  return {
    signingName: 'elasticfilesystem',
    client: '@aws-sdk/client-efs',
    protocol: 'restJson1',
    operations: {
      // https://docs.aws.amazon.com/efs/latest/ug/API_DescribeFileSystems.html
      DescribeFileSystems: listing<FileSystemDescription>(world, {
        action: 'elasticfilesystem:DescribeFileSystems',
        kind: 'elasticfilesystem:file-system',
        member: 'FileSystems',
        token: { input: 'Marker', output: 'NextMarker' },
        limit: 'MaxItems',
        size: 100,
        badToken: 'BadRequest',
        where: (system, { FileSystemId: id }) => id === undefined || system.FileSystemId === id,
      }),
    },
  }
}

export function simulatedFsx(world: World): SimulatedService {
  return {
    signingName: 'fsx',
    client: '@aws-sdk/client-fsx',
    protocol: 'awsJson1_1',
    target: 'AWSSimbaAPIService_v20180301',
    operations: {
      // https://docs.aws.amazon.com/fsx/latest/APIReference/API_DescribeFileSystems.html
      DescribeFileSystems: listing<FileSystem>(world, {
        action: 'fsx:DescribeFileSystems',
        kind: 'fsx:file-system',
        member: 'FileSystems',
        limit: 'MaxResults',
        size: 100,
        badToken: 'BadRequest',
        where: (system, { FileSystemIds: ids }) =>
          !Array.isArray(ids) || ids.length === 0 || ids.includes(system.FileSystemId),
      }),
    },
  }
}
