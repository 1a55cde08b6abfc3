// The guides as pages of HeyCloud itself, at the paths they have in the repository, so that a link at an error works without internet.
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { HeyCloudError } from '../../core/errors.ts'
import { type Guide, guidePage } from '../guides/page.ts'
import type { Routes } from './index.ts'

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url))

/** Every page there is, by its path; a request can name nothing else. */
function readGuides(): Map<string, Guide> {
  const paths = globSync('{guides,reference}/**/*.md', { cwd: docs }).sort()
  return new Map(
    paths.map(path => {
      const markdown = readFileSync(`${docs}${path}`, 'utf8')
      const title = /^# (.+)$/m.exec(markdown)?.[1] ?? path
      return [path, { path, title, markdown }]
    }),
  )
}

export const guideRoutes: Routes = () => async app => {
  const guides = readGuides()
  const listed = [...guides.values()].filter(({ path }) => path.startsWith('guides/'))
  const pages = new Map<string, string>()

  app.get(
    '/docs/*',
    { config: { permit: 'public' }, schema: { hide: true, params: z.object({ '*': z.string() }) } },
    async ({ params: { '*': path } }, reply) => {
      const guide = guides.get(path)
      if (!guide) throw new HeyCloudError('not_found', `There is no guide at /docs/${path}.`)
      const page = pages.get(path) ?? guidePage(guide, listed)
      pages.set(path, page)
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)
    },
  )
}
