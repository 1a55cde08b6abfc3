// Every route that needs an actor, in one list.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { ServerDependencies } from '../dependencies.ts'
import { costRoutes } from './cost.ts'
import { coverageRoutes } from './coverage.ts'
import { inventoryRoutes } from './inventory.ts'
import { metricRoutes } from './metrics.ts'
import { queryRoutes } from './query.ts'
import { sessionRoutes } from './session.ts'
import { validateRoutes } from './validate.ts'

export type Routes = (deps: ServerDependencies) => FastifyPluginAsyncZod

export const routes: Routes[] = [
  sessionRoutes,
  validateRoutes,
  queryRoutes,
  metricRoutes,
  coverageRoutes,
  costRoutes,
  inventoryRoutes,
]
