// AWS's errors, in AWS's words, and what they are taken for.
import { describe, expect, it } from 'vitest'
import { HeyCloudError } from '../core/errors.ts'
import { classify, isExpired, isThrottle, observe } from './observe.ts'

const at = 1_795_000_000_000
const role = 'arn:aws:sts::111122223333:assumed-role/HeyCloudIntegrationRole/heycloud-metrics'

/** An error as the SDK throws it: AWS's code as its name, the status beside it. */
const fault = (name: string, message: string, more: Record<string, unknown> = {}) =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: 400 }, ...more })

const refusal = (reason: string, action = 'cloudwatch:ListMetrics', resource = '*') =>
  `User: ${role} is not authorized to perform: ${action} on resource: ${resource} ${reason}`

describe('denied', () => {
  it.each([
    ['because no identity-based policy allows the cloudwatch:ListMetrics action', 'identity'],
    ['with an explicit deny in an identity-based policy', 'identity'],
    ['with an explicit deny in a service control policy', 'scp'],
    [
      'with an explicit deny in a service control policy: arn:aws:organizations::9:policy/o-a/service_control_policy/p-1',
      'scp',
    ],
    ['because no service control policy allows the cloudwatch:ListMetrics action', 'scp'],
    ['with an explicit deny in a resource control policy', 'scp'],
    ['because no permissions boundary allows the cloudwatch:ListMetrics action', 'boundary'],
    ['with an explicit deny in a permissions boundary', 'boundary'],
    ['because no session policy allows the cloudwatch:ListMetrics action', 'session'],
    ['with an explicit deny in a session policy', 'session'],
    ['because no resource-based policy allows the cloudwatch:ListMetrics action', 'resource'],
    ['because no VPC endpoint policy allows the cloudwatch:ListMetrics action', 'unknown'],
    ['', 'unknown'],
  ])('%j is refused by: %s', (reason, cause) => {
    const observation = classify(fault('AccessDenied', refusal(reason)), 'x:Y', at)
    expect(observation).toMatchObject({ state: 'denied', action: 'cloudwatch:ListMetrics', resource: '*', cause, at })
    expect('explicitDeny' in observation).toBe(reason.startsWith('with an explicit deny'))
  })

  it.each([
    ['AccessDenied', 403],
    ['AccessDeniedException', 400],
    ['AuthorizationError', 403],
    ['UnauthorizedOperation', 403],
    ['Forbidden', 403],
    ['403', 403],
    ['UnknownError', 403],
  ])('%s with status %d', (name, httpStatusCode) => {
    const observation = classify(fault(name, 'no', { $metadata: { httpStatusCode } }), 's3:GetBucketTagging', at)
    expect(observation).toEqual({ state: 'denied', action: 's3:GetBucketTagging', message: 'no', cause: 'unknown', at })
  })

  it("reads the action and the cause out of EC2's longer sentence", () => {
    const message = `You are not authorized to perform this operation. User: ${role} is not authorized to perform: ec2:DescribeVolumes because no identity-based policy allows the ec2:DescribeVolumes action`
    const observation = classify(fault('UnauthorizedOperation', message), 'ec2:DescribeInstances', at)
    expect(observation).toEqual({ state: 'denied', action: 'ec2:DescribeVolumes', message, cause: 'identity', at })
  })

  it.each([
    ['on resource: role HeyCloudIntegrationRole because', undefined],
    ['on resource: role arn:aws:iam::1:role/Reader because', 'arn:aws:iam::1:role/Reader'],
    ['on resource: "arn:aws:s3:::bucket" because', 'arn:aws:s3:::bucket'],
  ])('%s names the resource %s', (words, resource) => {
    const message = `User: ${role} is not authorized to perform: iam:GetRole ${words} no identity-based policy allows it`
    expect(classify(fault('AccessDenied', message), 'x:Y', at)).toMatchObject({
      cause: 'identity',
      ...(resource ? { resource } : {}),
    })
  })

  it('does not take the words of a resource for a cause', () => {
    const arn = 'arn:aws:iam::111122223333:role/session-policy'
    const observation = classify(fault('AccessDenied', refusal('', 'sts:AssumeRole', arn)), 'sts:AssumeRole', at)
    expect(observation).toMatchObject({ cause: 'unknown', resource: arn })
  })
})

describe('failed', () => {
  it.each([
    ['Throttling', {}, true],
    ['ThrottlingException', {}, true],
    ['RequestLimitExceeded', {}, true],
    ['ServiceUnavailable', { $metadata: { httpStatusCode: 503 } }, true],
    ['InternalFailure', { $metadata: { httpStatusCode: 500 } }, true],
    ['ExpiredToken', {}, true],
    ['ExpiredTokenException', { $metadata: { httpStatusCode: 403 } }, true],
    ['RequestExpired', {}, true],
    ['OptInRequired', { $metadata: { httpStatusCode: 403 } }, false],
    ['RegionDisabledException', { $metadata: { httpStatusCode: 403 } }, false],
    ['InvalidClientTokenId', { $metadata: { httpStatusCode: 403 } }, false],
    ['UnrecognizedClientException', {}, false],
    ['AuthFailure', { $metadata: { httpStatusCode: 401 } }, false],
    ['SignatureDoesNotMatch', { $metadata: { httpStatusCode: 403 } }, false],
    ['RequestTimeTooSkewed', { $metadata: { httpStatusCode: 403 } }, false],
    ['ValidationError', {}, false],
  ])('%s is never taken for a refusal', (name, more, transient) => {
    expect(classify(fault(name, 'words', more), 'x:Y', at)).toMatchObject({
      state: 'failed',
      code: name,
      transient,
      at,
    })
  })

  it('says that a region which is not enabled may be why credentials are not known there', () => {
    const observation = classify(
      fault('InvalidClientTokenId', 'The security token included in the request is invalid.'),
      'x:Y',
      at,
    )
    expect(observation.message).toContain('a region that is not enabled answers so too')
  })

  it.each([
    [{ name: 'Error', code: 'ENOTFOUND' }, 'Unreachable', true],
    [{ name: 'TimeoutError', code: 'ECONNREFUSED' }, 'Unreachable', true],
    [{ name: 'TimeoutError', code: 'ECONNRESET' }, 'Unreachable', true],
    [{ name: 'Error', code: 'ENETUNREACH' }, 'Unreachable', true],
    [{ name: 'TimeoutError' }, 'TimedOut', true],
    [{ name: 'TimeoutError', code: 'ETIMEDOUT' }, 'TimedOut', true],
    [{ name: 'Error', code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'Unreachable', false],
    [{ name: 'Error', code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'Unreachable', false],
    [{ name: 'CredentialsProviderError' }, 'NoCredentials', false],
    [{ name: 'AbortError' }, 'Aborted', true],
  ])('%j is %s', (fields, code, transient) => {
    expect(classify(Object.assign(new Error('words'), fields), 'x:Y', at)).toMatchObject({
      state: 'failed',
      code,
      transient,
    })
  })

  it.each([
    ['ExpiredTokenException', 'The security token is expired', 'is HeyCloud’s clock right?'],
    ['Throttling', 'Rate exceeded', 'goes on by itself'],
  ])('%s keeps AWS’s words, and says what they mean for us', (name, message, words) => {
    const answer = classify(fault(name, message, { $fault: 'client' }), 'x:Y', at)
    expect(answer).toMatchObject({ state: 'failed', transient: true })
    expect(answer.message).toContain(`${message} (`)
    expect(answer.message).toContain(words)
  })

  it.each([
    ['getaddrinfo ENOTFOUND monitoring-fips.eu-west-1.amazonaws.com', { code: 'ENOTFOUND' }, 'no FIPS endpoint', true],
    ['getaddrinfo ENOTFOUND iam-fips.amazonaws.com.cn', { code: 'ENOTFOUND' }, 'no FIPS endpoint', true],
    ['getaddrinfo ENOTFOUND fips.example', { code: 'ENOTFOUND' }, 'could not be resolved)', true],
    ['tunnel: 407', { code: 'ERR_PROXY_TUNNEL', statusCode: 407 }, 'wants a user and a password', false],
    ['tunnel: 403', { code: 'ERR_PROXY_TUNNEL', statusCode: 403 }, 'does not let this host through', false],
    ['tunnel: 502', { code: 'ERR_PROXY_TUNNEL', statusCode: 502 }, 'tunnel: 502', true],
    ['self-signed', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS', false],
  ])('%s says what to look at', (message, fields, words, transient) => {
    const answer = classify(Object.assign(new Error(message), fields), 'x:Y', at)
    expect(answer).toMatchObject({ state: 'failed', code: 'Unreachable', transient })
    expect(answer.message).toContain(words)
  })

  it('keeps the words of connection attempts that failed together', () => {
    const error = Object.assign(
      new AggregateError([new Error('connect ECONNREFUSED ::1:1'), new Error('connect ECONNREFUSED 127.0.0.1:1')]),
      {
        code: 'ECONNREFUSED',
      },
    )
    expect(classify(error, 'x:Y', at)).toMatchObject({
      code: 'Unreachable',
      message: 'connect ECONNREFUSED ::1:1; connect ECONNREFUSED 127.0.0.1:1 (nothing takes connections there)',
    })
  })

  it("does not wait for what is this program's own refusal, or no error at all", () => {
    const own = classify(new HeyCloudError('invalid_parameter', 'no region'), 'x:Y', at)
    expect(own).toEqual({ state: 'failed', code: 'invalid_parameter', message: 'no region', transient: false, at })
    expect(classify('text', 'x:Y', at)).toMatchObject({ state: 'failed', message: 'text', transient: false })
  })
})

describe('observe', () => {
  const clock = { now: () => at, sleep: async () => {} }

  it('keeps what was seen, and turns what is thrown into an observation', async () => {
    expect(await observe('x:Y', async () => [1], clock)).toEqual({ state: 'seen', value: [1], at })
    expect(await observe('x:Y', () => Promise.reject(fault('AccessDenied', 'no')), clock)).toMatchObject({
      state: 'denied',
      action: 'x:Y',
    })
  })

  it('tells throttles and expired credentials apart', () => {
    expect([isThrottle(fault('Throttling', '')), isExpired(fault('Throttling', ''))]).toEqual([true, false])
    expect([isThrottle(fault('ExpiredToken', '')), isExpired(fault('ExpiredToken', ''))]).toEqual([false, true])
    expect(isThrottle(fault('Anything', '', { $metadata: { httpStatusCode: 429 } }))).toBe(true)
  })
})
