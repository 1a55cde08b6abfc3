// What Ctrl-K finds, and in which order.
import { describe, expect, it } from 'vitest'
import { type Place, searchPlaces } from './jump-search.ts'

const place = (kind: Place['kind'], label: string, ...also: string[]): Place => ({ kind, label, also, to: label })
const places = [
  place('page', 'Metrics'),
  place('account', 'prod-eu', '111122223333', 'arn:aws:iam::111122223333:role/HeyCloudRole'),
  place('metric', 'aws.ec2.network_in'),
  place('metric', 'aws.ec2.network_in.maximum'),
  place('metric', 'aws.prod.queue'),
]
const labels = (text: string) => searchPlaces(places, text).map(found => found.label)

describe('searchPlaces', () => {
  it('shows pages and accounts before anything is typed', () => {
    expect(labels('')).toEqual(['Metrics', 'prod-eu'])
  })
  it('puts the exact before the longer, and accounts before metrics', () => {
    expect(labels('aws.ec2.network_in')).toEqual(['aws.ec2.network_in', 'aws.ec2.network_in.maximum'])
    expect(labels('prod')).toEqual(['prod-eu', 'aws.prod.queue'])
  })
  it('needs every word, in any order', () => {
    expect(labels('max network')).toEqual(['aws.ec2.network_in.maximum'])
    expect(labels('max lambda')).toEqual([])
  })
  it('finds the account of an ID, a role’s ARN, or any ARN within it', () => {
    expect(labels('111122223333')).toEqual(['prod-eu'])
    expect(labels('arn:aws:iam::111122223333:role/HeyCloudRole')).toEqual(['prod-eu'])
    expect(labels('arn:aws:sqs:us-east-1:111122223333:orders')).toEqual(['prod-eu'])
  })
})
