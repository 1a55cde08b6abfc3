// The web UI's built files; every path that is no file is the application's page.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyPluginAsync } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { replyNotFound } from '../replies.ts'

export const webDirectory = fileURLToPath(new URL('../../../web/dist/', import.meta.url))

const plugin: FastifyPluginAsync = async app => {
  const built = existsSync(`${webDirectory}index.html`)
  if (built)
    await app.register(fastifyStatic, {
      root: webDirectory,
      /** Vite names assets by their content, so those never change; index.html always may. */
      setHeaders: (reply, path) =>
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
    })
  app.setNotFoundHandler((request, reply) => {
    const page = built && request.method === 'GET' && !/^\/(api|ingest|prometheus|export|assets)\//.test(request.url)
    return page ? reply.sendFile('index.html') : replyNotFound(request, reply)
  })
}
/** Not encapsulated: the not-found handler is the whole server's. */
export const webRoutes = fastifyPlugin(plugin)
