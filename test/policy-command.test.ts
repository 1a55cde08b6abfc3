// `heycloud policy` as a person runs it: documents on the standard output, remarks on the standard error, faults in words.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { defaultFeatures } from '../src/core/define.ts'
import { actionsOf } from '../src/services/index.ts'

const program = fileURLToPath(new URL('../bin/heycloud.mjs', import.meta.url))
const policy = (args: string[], over: Record<string, string> = {}) => {
  const env = { PATH: process.env.PATH ?? '', AWS_EC2_METADATA_DISABLED: 'true', ...over }
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'policy', ...args], {
    encoding: 'utf8',
    env,
  })
  return { status, stdout, stderr }
}
const strict = actionsOf(defaultFeatures).map(use => use.action)
const externalId = '0123456789abcdef0123456789abcdef'

describe('heycloud policy', () => {
  it('prints a document that can be piped, and its size beside it', () => {
    const { stdout, stderr } = policy(['--strict'])
    expect(
      JSON.parse(stdout)
        .Statement.flatMap(({ Action }: { Action: string[] }) => Action)
        .sort(),
    ).toEqual(strict)
    expect(stderr).toMatch(/^HeyCloudIntegrationPolicy: \d+ of 6144 characters\n$/)
    expect(policy(['--strict', '--chunks', 'inline']).stderr).toMatch(/of 10240 characters/)
    expect(policy(['--strict', '--chunks', 'inline', '--access', 'key']).stderr).toMatch(/of 2048 characters/)
  })

  it('prints what writes apart, and says so', () => {
    const { stdout, stderr } = policy(['--features', 'event_bus'])
    const [reads = '', writes = ''] = stdout.split(/(?<=^\})\n/m)
    expect(JSON.parse(reads).Statement[0].Action).not.toContain('events:CreateEventBus')
    expect(JSON.parse(writes).Statement[0].Action).toEqual(['events:CreateEventBus'])
    expect(stderr).toContain('HeyCloudWritePolicy writes, for event_bus; the other policies read only.')
  })

  it('explains each action, and how wide the wildcards are', () => {
    const { stdout } = policy(['--features', 'resources', '--explain'])
    expect(stdout).toContain(
      [
        'lambda:ListFunctions  [List; resources]',
        '  Lists Lambda functions with their runtime, memory and time-out. Environment variables are not kept.',
        '  Without it: Lambda functions are not listed.',
        '  https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html',
      ].join('\n'),
    )
    expect(stdout).toMatch(/The wildcards allow \d+; these are the \d+ more:\n(?: {2}.+\n)* {2}ec2: .*DescribeImages/)
  })

  it('is JSON when asked', () => {
    const { features, policies, mutating, actions, width } = JSON.parse(
      policy(['--features', 'tags,event_bus', '--json']).stdout,
    )
    expect(features).toEqual(['account', 'tags', 'event_bus'])
    expect([policies.length, mutating.length]).toEqual([1, 1])
    expect(actions.map((use: { action: string }) => use.action)).toContain('tag:GetResources')
    expect(width.wildcard).toBe(width.strict + width.extra.length)
  })

  it('prints the trust policy of an external ID', () => {
    const own = { HEYCLOUD_AWS_ACCOUNT_ID: '111122223333' }
    const { stdout } = policy(['--trust', externalId, '--partition', 'aws-cn'], own)
    expect(JSON.parse(stdout).Statement[0]).toMatchObject({
      Principal: { AWS: 'arn:aws-cn:iam::111122223333:root' },
      Condition: { StringEquals: { 'sts:ExternalId': externalId } },
    })
    expect(policy(['--trust', externalId, '--account', '444455556666'], own).stdout).toContain('::444455556666:root')
  })

  it.each([
    [['--features', 'metrics,all'], /--features: "all" is none of account, metrics/],
    [['--trust', externalId], /give --account, or set HEYCLOUD_AWS_ACCOUNT_ID/],
    [
      ['--trust', externalId, '--account', '1234-5678-9012'],
      /--account must be 12 digits without dashes or spaces: 123456789012/,
    ],
    [
      ['--trust', 'acme', '--account', '111122223333'],
      /--trust takes the external ID that HeyCloud shows: 32 characters/,
    ],
    [['--chunks', 'tiny'], /Allowed choices are managed, inline/],
    [['--partition', 'aws-eu'], /Allowed choices are aws, aws-us-gov, aws-cn/],
  ])('refuses %j in words', (args, sentence) => {
    const { status, stdout, stderr } = policy(args)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})
