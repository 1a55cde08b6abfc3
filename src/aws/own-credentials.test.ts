// HeyCloud's own credentials: the sources, their order and their words, against real files and a real credential endpoint.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createOwnCredentials } from './own-credentials.ts'

const region = 'eu-west-1'
const nowhere = join(tmpdir(), 'heycloud-no-such-file')
/** No file and no instance is looked at unless a test says so. */
const bare = { AWS_EC2_METADATA_DISABLED: 'true', AWS_SHARED_CREDENTIALS_FILE: nowhere, AWS_CONFIG_FILE: nowhere }
const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI' }

const closing: (() => Promise<unknown>)[] = []
afterEach(() => vi.unstubAllEnvs())
afterEach(() => Promise.all(closing.splice(0).map(close => close())))

/** As the ECS agent and the EKS Pod Identity agent answer. */
async function credentialEndpoint(token: string): Promise<string> {
  const server: Server = createServer((request, response) => {
    if (request.headers.authorization !== token) {
      response.writeHead(401).end('{"code":"Unauthorized","message":"wrong token"}')
      return
    }
    const Expiration = new Date(Date.parse('2099-01-01T00:00:00Z')).toISOString()
    response.end(
      JSON.stringify({ AccessKeyId: 'ASIACONTAINER', SecretAccessKey: 'secret', Token: 'token', Expiration }),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise(resolve => server.close(resolve)))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/credentials`
}

async function files(credentials: string): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'heycloud-'))
  closing.push(() => rm(folder, { recursive: true }))
  const path = join(folder, 'credentials')
  await writeFile(path, credentials)
  return { ...bare, AWS_SHARED_CREDENTIALS_FILE: path }
}

describe('the sources', () => {
  it('are each named with their answer when none has credentials', async () => {
    const own = createOwnCredentials({ region, env: bare })
    const tried = await own.tryAll()
    expect(tried.map(({ source, found }) => [source, found])).toEqual([
      ['environment', false],
      ['shared configuration', false],
      ['web identity', false],
      ['container', false],
      ['instance profile', false],
    ])
    expect(tried.map(({ detail }) => detail)).toEqual([
      'AWS_ACCESS_KEY_ID is not set',
      expect.stringContaining('[default]'),
      'AWS_WEB_IDENTITY_TOKEN_FILE is not set',
      expect.stringContaining('AWS_CONTAINER_CREDENTIALS_FULL_URI'),
      'AWS_EC2_METADATA_DISABLED is set',
    ])
    await expect(own.provider()).rejects.toMatchObject({
      name: 'CredentialsProviderError',
      message: expect.stringMatching(
        /environment: .*shared configuration: .*web identity: .*container: .*instance profile: /,
      ),
    })
    expect(own.source()).toBe('none')
  })

  it('begin with the environment, but for a named profile', async () => {
    const fromEnvironment = createOwnCredentials({ region, env: { ...bare, ...keys, AWS_SESSION_TOKEN: 't' } })
    expect(await fromEnvironment.provider()).toMatchObject({ accessKeyId: 'AKIDEXAMPLE', sessionToken: 't' })
    expect(fromEnvironment.source()).toBe('environment')

    const env = {
      ...(await files('[heycloud]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = s\n')),
      ...keys,
      AWS_PROFILE: 'heycloud',
    }
    const fromProfile = createOwnCredentials({ region, env })
    expect(await fromProfile.provider()).toMatchObject({ accessKeyId: 'AKIDPROFILE' })
    expect(fromProfile.source()).toBe('shared configuration')
    expect((await fromProfile.tryAll())[0]?.detail).toContain('AWS_PROFILE is set')
  })

  it('say which half of a key pair is missing', async () => {
    const own = createOwnCredentials({ region, env: { ...bare, AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE' } })
    expect((await own.tryAll())[0]).toEqual({
      source: 'environment',
      found: false,
      detail: 'AWS_SECRET_ACCESS_KEY is not set',
    })
  })

  it('include a container endpoint, with its token', async () => {
    const url = await credentialEndpoint('open-sesame')
    const env = { ...bare, AWS_CONTAINER_CREDENTIALS_FULL_URI: url, AWS_CONTAINER_AUTHORIZATION_TOKEN: 'open-sesame' }
    const own = createOwnCredentials({ region, env })
    expect(await own.provider()).toMatchObject({ accessKeyId: 'ASIACONTAINER' })
    expect(own.source()).toBe('container')

    const wrong = createOwnCredentials({ region, env: { ...env, AWS_CONTAINER_AUTHORIZATION_TOKEN: 'wrong' } })
    expect((await wrong.tryAll())[3]).toMatchObject({ source: 'container', found: false })
  })

  it('end with the instance profile, by IMDSv2 alone, and hint at the hop limit where its token is not given', async () => {
    let hopsLeft = true
    const server = createServer((request, response) => {
      const { url, method, headers } = request
      if (method === 'PUT' && url === '/latest/api/token') response.writeHead(hopsLeft ? 200 : 403).end('imds-token')
      else if (headers['x-aws-ec2-metadata-token'] !== 'imds-token') response.writeHead(401).end()
      else if (url === '/latest/meta-data/iam/security-credentials/') response.end('heycloud')
      else
        response.end(
          JSON.stringify({
            Code: 'Success',
            AccessKeyId: 'ASIAINSTANCE',
            SecretAccessKey: 'secret',
            Token: 'token',
            Expiration: '2099-01-01T00:00:00Z',
          }),
        )
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => new Promise(resolve => server.close(resolve)))
    vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const { AWS_EC2_METADATA_DISABLED: _disabled, ...env } = bare
    const own = createOwnCredentials({ region, env })
    expect(await own.provider()).toMatchObject({ accessKeyId: 'ASIAINSTANCE' })
    expect(own.source()).toBe('instance profile')
    hopsLeft = false
    expect((await createOwnCredentials({ region, env }).tryAll())[4]).toMatchObject({
      source: 'instance profile',
      found: false,
      detail: expect.stringContaining('HttpPutResponseHopLimit 2'),
    })
  })

  it('are the one that the program gives, where it gives one', async () => {
    const own = createOwnCredentials({
      region,
      env: keys,
      credentials: { accessKeyId: 'AKIDGIVEN', secretAccessKey: 's' },
    })
    expect(await own.provider()).toMatchObject({ accessKeyId: 'AKIDGIVEN' })
    expect(await own.tryAll()).toEqual([{ source: 'configuration', found: true, detail: 'found credentials' }])
  })
})

describe('memory', () => {
  it('asks a source once until the credentials are called expired', async () => {
    let asked = 0
    const credentials = async () => ({ accessKeyId: `AKID${++asked}`, secretAccessKey: 's' })
    const own = createOwnCredentials({ region, env: bare, credentials })
    await own.provider()
    expect(await own.provider()).toMatchObject({ accessKeyId: 'AKID1' })
    own.expired()
    expect(await own.provider()).toMatchObject({ accessKeyId: 'AKID2' })
    own.expired({ accessKeyId: 'AKID1', secretAccessKey: 's' })
    expect(await own.provider()).toMatchObject({ accessKeyId: 'AKID2' })
  })

  it('asks again after a failure, so that a mended environment is found', async () => {
    let broken = true
    const credentials = async () => {
      if (broken) throw new Error('not yet')
      return { accessKeyId: 'AKID', secretAccessKey: 's' }
    }
    const own = createOwnCredentials({ region, env: bare, credentials })
    await expect(own.provider()).rejects.toThrow('not yet')
    broken = false
    expect(await own.provider()).toMatchObject({ accessKeyId: 'AKID' })
  })

  it('shows no secret in any word', async () => {
    const env = { ...bare, ...keys, AWS_PROFILE: 'absent' }
    const own = createOwnCredentials({ region, env })
    const words = JSON.stringify(await own.tryAll()) + String(await own.provider().catch(error => error))
    expect(words).not.toContain(keys.AWS_SECRET_ACCESS_KEY)
  })
})
