import { describe, expect, it } from 'vitest'
import { mergeSettings, settingsWarnings } from './settings.ts'

const fresh = mergeSettings(undefined, {}, 'aws')
const faultsOf = (given: object, partition: 'aws' | 'aws-cn' | 'aws-us-gov' = 'aws') => {
  try {
    mergeSettings(undefined, given as Record<string, unknown>, partition)
    return {}
  } catch (error) {
    return (error as { fields: Record<string, string> }).fields
  }
}

describe('settings', () => {
  it('keep what is left out, null or empty', () => {
    const given = { account_tags: null, aws_regions: {}, metrics_config: { namespace_filters: { include_only: null } } }
    expect(mergeSettings(fresh, given, 'aws')).toEqual(fresh)
  })

  it('replace lists and choices, without the nulls that some clients write beside them', () => {
    const given = {
      aws_regions: { include_only: ['eu-west-1'], include_all: null },
      metrics_config: { metric_name_filters: [{ namespace: 'N', include_only: ['n.*'], exclude_only: null }] },
    }
    expect(mergeSettings(fresh, given, 'aws')).toMatchObject({
      aws_regions: { include_only: ['eu-west-1'] },
      metrics_config: { metric_name_filters: [{ namespace: 'N', include_only: ['n.*'] }] },
    })
    expect(faultsOf({ aws_regions: { include_only: [], include_all: true } })).toHaveProperty('aws_regions')
  })

  it.each([
    ['aws', 'eu-south-9', 'us-gov-west-1'],
    ['aws-us-gov', 'us-gov-west-9', 'us-west-2'],
    ['aws-cn', 'cn-south-9', 'ap-south-1'],
  ] as const)('of %s take %s, which is new, and not %s, which is elsewhere', (partition, near, far) => {
    expect(faultsOf({ aws_regions: { include_only: [near] } }, partition)).toEqual({})
    expect(faultsOf({ aws_regions: { include_only: [near, far] } }, partition)).toEqual({
      'aws_regions.include_only': `invalid regions: [${far}]`,
    })
  })

  it.each(['', ':EC2', ' EC2', 'EC2 ', 'é', 'x'.repeat(256), 'a\tb'])(
    'refuse the namespace %j wherever it is named',
    namespace => {
      const faults = faultsOf({
        metrics_config: {
          namespace_filters: { exclude_only: [namespace] },
          tag_filters: [{ namespace, tags: [] }],
          metric_name_filters: [{ namespace, include_only: [] }],
        },
      })
      const fields = ['namespace_filters.exclude_only', 'tag_filters', 'metric_name_filters']
      expect(Object.keys(faults)).toEqual(expect.arrayContaining(fields.map(field => `metrics_config.${field}`)))
    },
  )

  it.each(['AWS/Network Manager', '/aws/sagemaker/Endpoints', 'AmazonMWAA', 'my:app#1', 'x'.repeat(255)])(
    'take the namespace %j',
    namespace => expect(faultsOf({ metrics_config: { namespace_filters: { include_only: [namespace] } } })).toEqual({}),
  )

  it('refuse what moves a cursor or is half a character, wherever it stands', () => {
    const odd = { account_tags: ['ok', 'a\u0000'], traces_config: { xray_services: { include_only: ['\ud800'] } } }
    expect(faultsOf(odd)).toEqual({
      account_tags: 'holds a control character',
      'traces_config.xray_services.include_only': 'is not well-formed Unicode',
    })
  })

  it('refuse a tower of lists in words, however high', () => {
    const tower = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`)
    for (const group of [{ tag_filters: tower }, { namespace_filters: tower }, { metric_name_filters: [{ x: tower }] }])
      expect(Object.keys(faultsOf({ metrics_config: group }))[0]).toMatch(/^metrics_config\./)
  })

  it('say what they hold and nobody knows, by its field', () => {
    const settings = mergeSettings(
      fresh,
      {
        aws_regions: { include_only: ['eu-west-1', 'eu-south-9'] },
        metrics_config: {
          namespace_filters: { include_only: ['AWS/New', 'AWS/EC2'] },
          tag_filters: [{ namespace: 'AWS/Newer' }],
        },
      },
      'aws',
    )
    expect(settingsWarnings(settings, 'aws', new Set(['AWS/EC2']))).toEqual({
      'aws_regions.include_only': 'saved, but not known to this version: eu-south-9',
      'metrics_config.namespace_filters.include_only': 'saved, but not known to this version: AWS/New',
      'metrics_config.tag_filters': 'saved, but not known to this version: AWS/Newer',
    })
    expect(settingsWarnings(fresh, 'aws', new Set(['AWS/SQS', 'AWS/ElasticMapReduce', 'AWS/Usage']))).toEqual({})
  })
})
