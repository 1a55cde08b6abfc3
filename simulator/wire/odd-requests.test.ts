import { CloudWatchClient, GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2'
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { type Simulator, startSimulator } from '../index.ts'

let simulator: Simulator
const logged: unknown[] = []

beforeAll(async () => {
  simulator = await startSimulator({ seed: 1, clock: systemClock, log: (_message, error) => logged.push(error) })
})
afterAll(async () => {
  await simulator.close()
  expect(logged).toEqual([])
})

function options() {
  const [prod] = simulator.accounts
  if (!prod) throw new Error('no account')
  return { endpoint: simulator.endpoint, region: 'us-east-1', credentials: { ...prod }, maxAttempts: 1 }
}

interface Sent {
  body: string
  path: string
  query: Record<string, string>
  headers: Record<string, string>
}

/** Lets a test change what a client sends, before it is signed. */
function changing<C extends { middlewareStack: { add(middleware: never, options: never): void } }>(
  client: C,
  change: (request: Sent) => void,
): C {
  const middleware = (next: (args: { request: Sent }) => unknown) => (args: { request: Sent }) => {
    change(args.request)
    args.request.headers['content-length'] = String(Buffer.byteLength(args.request.body ?? ''))
    return next(args)
  }
  client.middlewareStack.add(middleware as never, { step: 'build', priority: 'low' } as never)
  return client
}

async function fault(answer: Promise<unknown>): Promise<{ name: string; status: number }> {
  return answer.then(
    () => ({ name: 'answered', status: 200 }),
    error => ({ name: error.name, status: error.$metadata?.httpStatusCode ?? 0 }),
  )
}

describe('JSON', () => {
  it.each([
    'null',
    '"x"',
    '{',
    '{"MetricDataQueries":5}',
    '{"MetricDataQueries":{"Id":"a"}}',
    '{"MetricDataQueries":[1]}',
    '{"MetricDataQueries":[{"Id":7}]}',
    '{"StartTime":"soon"}',
    '{"StartTime":{}}',
    '{"MaxDatapoints":"many"}',
    '\u0000',
  ])('refuses the body %j', async body => {
    const client = changing(new CloudWatchClient(options()), request => {
      request.body = body
    })
    const command = new GetMetricDataCommand({ StartTime: new Date(0), EndTime: new Date(0), MetricDataQueries: [] })
    expect(await fault(client.send(command))).toEqual({ name: 'SerializationException', status: 400 })
  })

  it('refuses a target that is none', async () => {
    for (const target of ['GraniteServiceVersion20100801.Nothing', 'Nothing.ListMetrics', 'x', '']) {
      const client = changing(new CloudWatchClient(options()), request => {
        request.headers['x-amz-target'] = target
      })
      expect(await fault(client.send(new ListMetricsCommand({})))).toEqual({
        name: 'UnknownOperationException',
        status: 404,
      })
    }
  })

  it('refuses a body that is not the gzip it says', async () => {
    const client = changing(new CloudWatchClient(options()), request => {
      request.headers['content-encoding'] = 'gzip'
    })
    expect((await fault(client.send(new ListMetricsCommand({})))).status).toBe(400)
  })

  it('keeps odd names out of the prototype', async () => {
    const client = changing(new CloudWatchClient(options()), request => {
      request.body = '{"__proto__":{"Namespace":"AWS/EC2"},"constructor":1}'
    })
    expect((await fault(client.send(new ListMetricsCommand({})))).name).toBe('answered')
    expect(({} as Record<string, unknown>).Namespace).toBeUndefined()
  })
})

describe('queries', () => {
  it.each([
    ['MaxResults=x', 'MalformedInput'],
    ['MaxResults.1=5', 'answered'],
    ['Filter.x.Name=a', 'answered'],
    ['Filter=', 'answered'],
    ['__proto__.polluted=1&constructor.prototype.polluted=1', 'answered'],
    ['DryRun=maybe', 'MalformedInput'],
  ])('reads or refuses %s', async (parameters, name) => {
    const client = changing(new EC2Client(options()), request => {
      request.body = `Action=DescribeInstances&Version=2016-11-15&${parameters}`
    })
    expect((await fault(client.send(new DescribeInstancesCommand({})))).name).toBe(name)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it.each(['', 'Action=', 'Action=constructor', 'Action=toString', 'x'])('refuses the action in %j', async body => {
    const client = changing(new EC2Client(options()), request => {
      request.body = body
    })
    expect(await fault(client.send(new DescribeInstancesCommand({})))).toEqual({ name: 'InvalidAction', status: 400 })
  })
})

describe('paths', () => {
  it.each(['/nothing', '/2015-03-31/functions/%', '/2015-03-31/functions/%zz/x', '/../..', '/'])(
    'refuses the path %s in JSON',
    async path => {
      const client = changing(new LambdaClient(options()), request => {
        request.path = path
      })
      const { status } = await fault(client.send(new ListFunctionsCommand({})))
      expect([400, 404]).toContain(status)
    },
  )

  it.each(['/%', '/bucket/%E0%A4%A', '//', '/bucket?x'])('refuses the path %s in XML', async path => {
    const client = changing(new S3Client({ ...options(), forcePathStyle: true }), request => {
      request.path = path
    })
    expect((await fault(client.send(new ListBucketsCommand({})))).status).toBeGreaterThanOrEqual(400)
  })
})

describe('what is no AWS request at all', () => {
  it.each([
    ['GET', '/', undefined],
    ['GET', '/favicon.ico', undefined],
    ['POST', '/', '{}'],
    ['PUT', '/a/b', 'x'],
    ['DELETE', '/', undefined],
    ['OPTIONS', '/', undefined],
  ])('%s %s is refused without a page', async (method, path, body) => {
    const reply = await fetch(simulator.endpoint + path, { method, ...(body === undefined ? {} : { body }) })
    expect(reply.status).toBeGreaterThanOrEqual(400)
    expect(reply.status).toBeLessThan(502)
    expect(await reply.text()).not.toMatch(/<html/i)
  })

  it('a body beyond all limits is not read', async () => {
    const reply = await fetch(simulator.endpoint, { method: 'POST', body: 'x'.repeat(17 * 1024 * 1024) }).catch(
      (error: unknown) => error,
    )
    expect(reply instanceof Response ? reply.status : reply).toSatisfy(
      answer => answer === 413 || answer instanceof TypeError,
    )
  })
})
