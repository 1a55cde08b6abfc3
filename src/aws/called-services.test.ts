// The list of called services against the source that calls them and the SDK that knows them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { calledServices } from './called-services.ts'
import { endpointVariable } from './endpoints.ts'

const source = join(import.meta.dirname, '..')
const clientsIn = (text: string) => [...text.matchAll(/@aws-sdk\/client-[a-z0-9-]+/g)].map(([name]) => name)

describe('the services that HeyCloud calls', () => {
  it('are all listed, and none is listed that is not called', () => {
    // What the demo's button calls is the simulated AWS, with the keys of its accounts.
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
      name => name.endsWith('.ts') && !/\.test\.ts$|testing\/|called-services|setup\/simulated/.test(name),
    )
    const called = new Set(files.flatMap(name => clientsIn(readFileSync(join(source, name), 'utf8'))))
    const lists = ['called-services.ts', 'called-services-listed.ts']
    const listed = new Set(lists.flatMap(name => clientsIn(readFileSync(join(import.meta.dirname, name), 'utf8'))))
    expect([...listed].sort()).toEqual([...called].sort())
    expect(listed.size).toBe(calledServices.length)
  })

  it.each(calledServices)('$id is the SDK’s name of it', async service => {
    const Client = await service.client()
    const { config } = new Client({ region: 'us-east-1' } as never) as { config: { serviceId: string } } & object
    expect(config.serviceId).toBe(service.id)
    expect(endpointVariable(service.id)).toMatch(/^AWS_ENDPOINT_URL_[A-Z0-9_]+$/)
    expect(service.interfaceEndpoint ?? 'com.amazonaws.none').toMatch(/^(com\.amazonaws|aws\.api)\.(\*\.)?[a-z0-9.-]+$/)
  })
})
