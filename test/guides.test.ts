// The guides: served by HeyCloud itself, with a place for every cause and problem that a page links to, and no link that leads nowhere.
import { globSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import Fastify from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServerDependencies } from '../src/server/dependencies.ts'
import { replyToError } from '../src/server/replies.ts'
import { guideRoutes } from '../src/server/routes/guides.ts'
import { guideAnchors, guideLink } from '../src/server/schema/guide.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const paths = globSync('docs/{guides,reference}/**/*.md', { cwd: root }).sort()

const app = Fastify()
beforeAll(async () => {
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(replyToError)
  await app.register(guideRoutes({} as ServerDependencies))
})
afterAll(() => app.close())

const pages = new Map<string, string>()
async function page(path: string): Promise<string> {
  const known = pages.get(path)
  if (known !== undefined) return known
  const reply = await app.inject({ method: 'GET', url: path })
  expect(reply.statusCode, path).toBe(200)
  pages.set(path, reply.body)
  return reply.body
}
const idsOf = (html: string): string[] => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id)

describe('the troubleshooting guide', () => {
  it('has a place for every cause and problem, and none for what cannot happen', async () => {
    const anchors = Object.entries(guideAnchors).flatMap(([topic, ids]) => ids.map(id => `${topic}-${id}`))
    const guide = await page('/docs/guides/troubleshooting.md')
    const own = [...guide.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id = '']) => id)
    expect(own.toSorted()).toEqual(anchors.toSorted())
  })

  it('is linked to at the very place', async () => {
    for (const [topic, ids] of Object.entries(guideAnchors))
      for (const id of ids) {
        const [path = '', anchor] = guideLink(topic as keyof typeof guideAnchors, id).split('#')
        expect(idsOf(await page(path))).toContain(anchor)
      }
    expect(guideLink('cause', 'of another version')).toBe('/docs/guides/troubleshooting.md')
  })
})

describe('every page', () => {
  it.each(paths)('%s leads only to places that are there', async path => {
    const html = await page(`/${path}`)
    const ids = idsOf(html)
    expect(new Set(ids).size, 'each id once').toBe(ids.length)
    for (const [, href = ''] of html.matchAll(/<a href="([^"]+)"/g)) {
      if (/^https:/.test(href) || href === '/') continue
      const [target = '', anchor] = href.split('#')
      const to = target === '' ? `/${path}` : posix.resolve(`/${posix.dirname(path)}`, target)
      const there = idsOf(await page(to))
      if (anchor !== undefined) expect(there, `${path} -> ${href}`).toContain(anchor)
    }
  })

  it('needs nothing from elsewhere, and no script', async () => {
    const html = await page('/docs/guides/troubleshooting.md')
    expect(html).not.toMatch(/<(script|link|img|iframe)|@import|url\(/)
  })
})

describe('the server', () => {
  it.each([
    '/docs/guides/none.md',
    '/docs/..%2Fpackage.json',
    '/docs/guides/..%2f..%2fREADME.md',
    '/docs/',
    '/docs/guides',
  ])('has nothing at %s', async url => {
    expect((await app.inject({ method: 'GET', url })).statusCode).toBe(404)
  })
})
