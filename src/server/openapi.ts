// The API's own document and its browsable page, made from the routes' schemas and the words of endpoint-words.ts.
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { endpointWords } from './endpoint-words.ts'

export async function documentation(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'HeyCloud', version, description: 'Self-hosted AWS monitoring.', license: { name: 'Apache-2.0' } },
      components: {
        securitySchemes: {
          apiKey: { type: 'apiKey', in: 'header', name: 'DD-API-KEY' },
          applicationKey: { type: 'apiKey', in: 'header', name: 'DD-APPLICATION-KEY' },
          bearer: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ apiKey: [], applicationKey: [] }, { bearer: [] }],
    },
    transform(input) {
      const words = endpointWords.get(`${String(input.route.method)} ${input.url}`)
      return jsonSchemaTransform({ ...input, schema: { ...words, ...input.schema } })
    },
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true })
  app.get('/api/openapi.json', { schema: { hide: true }, config: { permit: 'public' } }, () => app.swagger())
}
