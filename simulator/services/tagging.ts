// The simulated Resource Groups Tagging API: what is or ever was tagged in a region, with filters and pages.
import type {
  GetResourcesCommandInput,
  GetTagKeysCommandInput,
  GetTagValuesCommandInput,
  TagFilter,
} from '@aws-sdk/client-resource-groups-tagging-api'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import { type Tags, tagList } from '../world/place.ts'
import type { World } from '../world/world.ts'
import { here, offsetOf, onAll, pageOf } from './here.ts'

const refuse = () => new AwsError('PaginationTokenExpiredException', 'The pagination token is not valid.')
const invalid = (message: string) => new AwsError('InvalidParameterException', message)

/** `ec2:instance`, `s3`, `elasticloadbalancing:loadbalancer/app`: what the ARN itself says, as far as the filter says it. */
function ofType(arn: string, filter: string): boolean {
  const [, , service = '', , , ...rest] = arn.split(':')
  const [wantedService, ...wantedType] = filter.split(':')
  if (service !== wantedService) return false
  const type = wantedType.join(':')
  // S3's ARNs hold no type; buckets answer to `s3` and `s3:bucket`.
  if (!type || (service === 's3' && type === 'bucket')) return true
  const resource = rest.join(':')
  return resource.startsWith(`${type}/`) || resource.startsWith(`${type}:`)
}

const passesTags = (tags: Tags, filters: TagFilter[]): boolean =>
  filters.every(f => {
    const value = tags[f.Key ?? '']
    return value !== undefined && (!f.Values?.length || f.Values.includes(value))
  })

/** How many resources of the list hold at most so many tags, at least one; an untagged resource counts as one tag. */
function fitTags(list: readonly (readonly [string, Tags])[], most: number): number {
  let tags = 0
  let n = 0
  for (const [, own] of list) {
    tags += Math.max(1, Object.keys(own).length)
    if (n > 0 && tags > most) break
    n++
  }
  return n
}

function validate(input: GetResourcesCommandInput): void {
  const page = input.ResourcesPerPage
  if (page !== undefined && (page < 1 || page > 100)) throw invalid('ResourcesPerPage must be between 1 and 100')
  const tags = input.TagsPerPage
  if (tags !== undefined && (tags < 100 || tags > 500 || tags % 100 !== 0)) {
    throw invalid('TagsPerPage must be between 100 and 500, in steps of 100')
  }
  if (page !== undefined && tags !== undefined) throw invalid('Use either ResourcesPerPage or TagsPerPage')
  if (input.ResourceARNList?.length && (input.ResourceTypeFilters?.length || input.TagFilters?.length)) {
    throw invalid('ResourceARNList cannot be used together with filters or pages')
  }
  if ((input.TagFilters?.length ?? 0) > 50) throw invalid('At most 50 tag filters')
  if (input.TagFilters?.some(f => (f.Values?.length ?? 0) > 20)) throw invalid('At most 20 values in a tag filter')
  if ((input.ResourceTypeFilters?.length ?? 0) > 100) throw invalid('At most 100 resource type filters')
}

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html */
function getResources(world: World, input: GetResourcesCommandInput, call: Call) {
  const { state } = here(world, call)
  validate(input)
  const { ResourceTypeFilters: types = [], ResourceARNList: arns = [], TagFilters: filters = [] } = input
  const found = [...state.tags]
    .filter(([arn]) => types.length === 0 || types.some(t => ofType(arn, t)))
    .filter(([arn]) => arns.length === 0 || arns.includes(arn))
    .filter(([, tags]) => passesTags(tags, filters))
  const offset = offsetOf('resources', input.PaginationToken, refuse)
  const size =
    input.TagsPerPage === undefined ? (input.ResourcesPerPage ?? 50) : fitTags(found.slice(offset), input.TagsPerPage)
  const { items, next } = pageOf('resources', found, size, input.PaginationToken, refuse)
  return {
    ResourceTagMappingList: items.map(([ResourceARN, tags]) => ({ ResourceARN, Tags: tagList(tags) })),
    PaginationToken: next ?? '',
  }
}

function getTagKeys(world: World, input: GetTagKeysCommandInput, call: Call) {
  const { state } = here(world, call)
  const keys = [...new Set([...state.tags.values()].flatMap(tags => Object.keys(tags)))].sort()
  const { items, next } = pageOf('tag-keys', keys, 1000, input.PaginationToken, refuse)
  return { TagKeys: items, PaginationToken: next ?? '' }
}

function getTagValues(world: World, input: GetTagValuesCommandInput, call: Call) {
  const { state } = here(world, call)
  const all = [...state.tags.values()].map(tags => tags[input.Key ?? '']).filter(v => v !== undefined)
  const { items, next } = pageOf('tag-values', [...new Set(all)].sort(), 1000, input.PaginationToken, refuse)
  return { TagValues: items, PaginationToken: next ?? '' }
}

export function simulatedTagging(world: World): SimulatedService {
  return {
    signingName: 'tagging',
    client: '@aws-sdk/client-resource-groups-tagging-api',
    protocol: 'awsJson1_1',
    target: 'ResourceGroupsTaggingAPI_20170126',
    operations: {
      GetResources: { requires: onAll('tag:GetResources'), answer: (input, call) => getResources(world, input, call) },
      GetTagKeys: { requires: onAll('tag:GetTagKeys'), answer: (input, call) => getTagKeys(world, input, call) },
      GetTagValues: { requires: onAll('tag:GetTagValues'), answer: (input, call) => getTagValues(world, input, call) },
    },
  }
}
