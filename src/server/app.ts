// Builds the HTTP server from its dependencies; it does not listen, so that tests can inject.
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { authenticate } from './auth/authenticate.ts'
import type { ServerDependencies } from './dependencies.ts'
import { documentation } from './openapi.ts'
import { auditRefusals } from './refusals.ts'
import { replyToError } from './replies.ts'
import { healthRoutes } from './routes/health.ts'
import { routes } from './routes/index.ts'
import { webRoutes } from './routes/web.ts'

/** The web UI is our own files only; uPlot and Cloudscape set inline styles. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    'default-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'", 'data:'],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  },
}

/** Milliseconds in which a request must have arrived whole, or a few slow senders could hold every connection. */
const requestTimeout = 60_000

/** A Fastify app with every route. The caller listens and closes. */
export async function buildServer(deps: ServerDependencies): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1_048_576,
    requestTimeout,
    frameworkErrors: replyToError,
    trustProxy: deps.trustedProxies ?? false,
    routerOptions: { ignoreTrailingSlash: true },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(replyToError)

  await app.register(helmet, { contentSecurityPolicy, hsts: false })
  await app.register(cookie)
  await app.register(rateLimit, { global: false })
  await documentation(app, deps.version)

  await app.register(async api => {
    authenticate(api, deps)
    auditRefusals(api, deps)
    for (const route of routes) await api.register(route(deps))
  })
  await app.register(healthRoutes(deps))
  await app.register(webRoutes)
  await app.ready()
  return app
}
