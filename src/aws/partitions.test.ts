// Regions: what is let into a host name or an ARN, and what is not.
import { describe, expect, it } from 'vitest'
import { partitions } from '../core/account.ts'
import { assertRegion, globalRegion, homeRegion, knownRegions, partitionOf, serviceHost } from './partitions.ts'

const odd = [
  '',
  ' ',
  'us-east-1 ',
  ' us-east-1',
  'us-east-1\n',
  'US-EAST-1',
  'us-east-1.evil.example',
  'us-east-1.evil.example#',
  'evil.example/us-east-1',
  'evil.example?',
  'us-east-1@evil.example',
  'us-east-1:443@evil.example',
  'us-east-1/../..',
  'us-east-1%2eevil.example',
  'us-east-1\u0000',
  'us-eаst-1', // a Cyrillic a
  'us–east–1', // en dashes
  'us-east-１', // a full-width digit
  'us-east-',
  'us-east-123',
  'us--1',
  'us-east-1-bos-1a',
  'aws-global',
  '169.254.169.254',
  'localhost',
  'us-gov-west-1\\',
  'xn--region-1',
]

describe('assertRegion', () => {
  it.each(odd)('refuses %j in every partition', region => {
    expect(partitionOf(region)).toBeUndefined()
    for (const partition of partitions) expect(() => assertRegion(partition, region)).toThrow('is not a region')
  })

  it.each(partitions)('accepts the known regions of %s, and no other partition does', partition => {
    for (const region of knownRegions(partition)) {
      expect(assertRegion(partition, region)).toBe(region)
      expect(partitions.filter(other => other !== partition && partitionOf(region) === other)).toEqual([])
      for (const other of partitions)
        if (other !== partition) expect(() => assertRegion(other, region), `${region} in ${other}`).toThrow()
    }
  })

  it('accepts a region that is newer than the list', () => {
    expect(assertRegion('aws', 'nz-north-1')).toBe('nz-north-1')
    expect(assertRegion('aws', 'eu-southwest-12')).toBe('eu-southwest-12')
    expect(assertRegion('aws-us-gov', 'us-gov-central-1')).toBe('us-gov-central-1')
    expect(assertRegion('aws-cn', 'cn-southwest-1')).toBe('cn-southwest-1')
  })

  it('refuses the isolated partitions, which HeyCloud does not know', () => {
    for (const region of ['us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1', 'eusc-de-east-1'])
      expect(partitionOf(region)).toBeUndefined()
  })
})

describe('home and global regions', () => {
  it('asks STS in the configured region where that lies in the partition', () => {
    expect(homeRegion('aws', 'eu-west-1')).toBe('eu-west-1')
    expect(homeRegion('aws-cn', 'eu-west-1')).toBe('cn-north-1')
    expect(homeRegion('aws-us-gov', 'cn-north-1')).toBe('us-gov-west-1')
    expect(partitions.map(globalRegion)).toEqual(['us-east-1', 'us-gov-west-1', 'cn-north-1'])
  })

  it("builds host names under the partition's own domain", () => {
    expect(serviceHost('aws', 'eu-west-1', 'sts')).toBe('sts.eu-west-1.amazonaws.com')
    expect(serviceHost('aws-cn', 'cn-north-1', 'sts')).toBe('sts.cn-north-1.amazonaws.com.cn')
    expect(() => serviceHost('aws', 'eu-west-1.evil.example', 'sts')).toThrow('is not a region')
  })
})
