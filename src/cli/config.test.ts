import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

describe('readConfig', () => {
  it('listens on loopback with all roles by default', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 8420,
      simulatorPort: 8421,
      dataDirectory: './data',
      roles: ['web', 'collector', 'ingest'],
      databaseUrl: undefined,
    })
  })

  it('names every bad variable at once, with what to do', () => {
    const read = () =>
      readConfig({ HEYCLOUD_PORT: 'eighty', HEYCLOUD_AWS_ACCOUNT_ID: '1111-2222-3333', HEYCLOUD_PROT: '1' })
    expect(read).toThrow(/HEYCLOUD_PORT: /)
    expect(read).toThrow(/HEYCLOUD_AWS_ACCOUNT_ID: 12 digits, without dashes/)
    expect(read).toThrow(/HEYCLOUD_PROT: is not known/)
  })

  it('refuses half a key pair', () => {
    expect(() => readConfig({ HEYCLOUD_API_KEY: 'x'.repeat(32) })).toThrow(/set both or neither/)
  })

  it('trusts the proxies that are named, and refuses what is no address', () => {
    expect(readConfig({}).trustedProxies).toBeUndefined()
    expect(readConfig({ HEYCLOUD_TRUSTED_PROXIES: '10.0.0.5, fd00::/8' }).trustedProxies).toEqual([
      '10.0.0.5',
      'fd00::/8',
    ])
    for (const bad of ['*', 'true', 'proxy.test', '10.0.0.0/33', '10.0.0.0/', '10.0.0.5,'])
      expect(() => readConfig({ HEYCLOUD_TRUSTED_PROXIES: bad }), bad).toThrow(/HEYCLOUD_TRUSTED_PROXIES: addresses/)
  })

  it('takes several secret keys, refuses short ones, and repeats none', () => {
    const [one, two] = ['1'.repeat(32), '2'.repeat(32)]
    expect(readConfig({}).secretKeys).toEqual([])
    expect(readConfig({ HEYCLOUD_SECRET_KEY: `${one}, ${two}` }).secretKeys).toEqual([one, two])
    for (const bad of ['short-and-secret', `${one},short-and-secret`, `${one},`]) {
      const read = () => readConfig({ HEYCLOUD_SECRET_KEY: bad })
      expect(read).toThrow(/HEYCLOUD_SECRET_KEY: each key needs at least 32 characters/)
      expect(read).not.toThrow(/short-and-secret/)
    }
  })

  it.each([
    [{ AWS_USE_FIPS_ENDPOINT: 'yes' }, /AWS_USE_FIPS_ENDPOINT: is true or false/],
    [{ AWS_ENDPOINT_URL_STS: 'sts.local' }, /AWS_ENDPOINT_URL_STS: is a URL that begins with https/],
    [{ AWS_REGION: 'eu-west-1.evil.example' }, /AWS_REGION: is not a region/],
    [{ AWS_CA_BUNDLE: '/nowhere.pem' }, /AWS_CA_BUNDLE: the file \/nowhere\.pem cannot be read \(ENOENT\)/],
    [{ https_proxy: 'socks5://user:hunter2@proxy:1080' }, /https_proxy: a proxy is a URL that begins with http/],
    [
      { AWS_USE_FIPS_ENDPOINT: 'true', AWS_ENDPOINT_URL: 'https://vpce.example' },
      /the SDK refuses it beside AWS_ENDPOINT_URL/,
    ],
  ])('names what is wrong with %j', (env, message) => {
    const read = () => readConfig(env as NodeJS.ProcessEnv)
    expect(read).toThrow(message)
    expect(read).not.toThrow(/hunter2/)
  })

  it('leaves be what the SDK is told to ignore', () => {
    const env = { AWS_USE_FIPS_ENDPOINT: 'true', AWS_ENDPOINT_URL: 'x', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }
    expect(readConfig(env).awsRegion).toBe('us-east-1')
  })

  it('refuses a role that does not exist', () => {
    expect(() => readConfig({ HEYCLOUD_ROLES: 'web,colector' })).toThrow(/HEYCLOUD_ROLES/)
    expect(readConfig({ HEYCLOUD_ROLES: 'web, collector' }).roles).toEqual(['web', 'collector'])
  })

  it.each([
    'https://bucket.s3.eu-west-1.amazonaws.com/heycloud-integration.yaml',
    'https://bucket.s3.amazonaws.com/a/b.yaml',
    'https://my.bucket.s3-us-west-2.amazonaws.com/a.yaml',
    'https://s3.us-east-1.amazonaws.com/bucket/a.yaml?versionId=x',
    'https://bucket.s3.cn-north-1.amazonaws.com.cn/a.yaml',
  ])('takes a template from S3: %s', url => {
    expect(readConfig({ HEYCLOUD_TEMPLATE_URL: url }).templateUrl).toBe(url)
  })

  it.each([
    'http://bucket.s3.eu-west-1.amazonaws.com/a.yaml',
    'https://bucket.s3.eu-west-1.amazonaws.com/',
    'https://bucket.s3.eu-west-1.amazonaws.com.evil.test/a.yaml',
    'https://evil.test/?.s3.amazonaws.com/a.yaml',
    'https://user@bucket.s3.amazonaws.com/a.yaml',
    'https://bucket.s3.amazonaws.com:8443/a.yaml',
    'https://ec2.eu-west-1.amazonaws.com/a.yaml',
    'a.yaml',
  ])('takes a template from nowhere else: %s', url => {
    expect(() => readConfig({ HEYCLOUD_TEMPLATE_URL: url })).toThrow(/HEYCLOUD_TEMPLATE_URL: must be an https address/)
  })
})
