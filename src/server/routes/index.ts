// Every route that needs an actor, in one list.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { ServerDependencies } from '../dependencies.ts'
import { auditRoutes } from './audit.ts'
import { awsAccountChangeRoutes } from './aws-account-change.ts'
import { awsAccountLifeRoutes } from './aws-account-life.ts'
import { awsAccountRoutes } from './aws-accounts.ts'
import { awsCostExportRoutes } from './aws-cost-exports.ts'
import { awsDriftRoutes } from './aws-drift.ts'
import { awsEventBridgeRoutes } from './aws-event-bridge.ts'
import { awsExternalIdRoutes } from './aws-external-id.ts'
import { awsHistoryRoutes } from './aws-history.ts'
import { awsLogsRoutes } from './aws-logs.ts'
import { awsMetricNameRoutes } from './aws-metric-names.ts'
import { awsNamespaceRoutes } from './aws-namespaces.ts'
import { awsPermissionRoutes } from './aws-permissions.ts'
import { awsSetupRoutes } from './aws-setup.ts'
import { awsSetupWayRoutes } from './aws-setup-ways.ts'
import { awsStatusRoutes } from './aws-status.ts'
import { awsTrustPolicyRoutes } from './aws-trust-policy.ts'
import { awsV1Routes } from './aws-v1.ts'
import { budgetRoutes } from './budgets.ts'
import { bulkRoutes } from './bulk.ts'
import { costRoutes } from './cost.ts'
import { coverageRoutes } from './coverage.ts'
import { dashboardRoutes } from './dashboards.ts'
import { guideRoutes } from './guides.ts'
import { inventoryRoutes } from './inventory.ts'
import { keyRoutes } from './keys.ts'
import { metricRoutes } from './metrics.ts'
import { organizationMemberRoutes, organizationRoutes } from './organizations.ts'
import { queryRoutes } from './query.ts'
import { sessionRoutes } from './session.ts'
import { validateRoutes } from './validate.ts'

export type Routes = (deps: ServerDependencies) => FastifyPluginAsyncZod

export const routes: Routes[] = [
  sessionRoutes,
  keyRoutes,
  auditRoutes,
  validateRoutes,
  awsAccountRoutes,
  awsAccountLifeRoutes,
  awsAccountChangeRoutes,
  awsHistoryRoutes,
  awsExternalIdRoutes,
  awsPermissionRoutes,
  awsDriftRoutes,
  awsNamespaceRoutes,
  awsMetricNameRoutes,
  awsStatusRoutes,
  awsSetupRoutes,
  awsSetupWayRoutes,
  awsTrustPolicyRoutes,
  awsLogsRoutes,
  awsEventBridgeRoutes,
  awsCostExportRoutes,
  awsV1Routes,
  organizationRoutes,
  organizationMemberRoutes,
  bulkRoutes,
  guideRoutes,
  queryRoutes,
  metricRoutes,
  coverageRoutes,
  costRoutes,
  budgetRoutes,
  inventoryRoutes,
  dashboardRoutes,
]
