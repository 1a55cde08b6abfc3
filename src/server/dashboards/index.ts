// The dashboards that come with HeyCloud, by id.
import type { Dashboard } from '../schema/dashboard.ts'
import { awsOverview } from './aws-overview.ts'
import { collectionHealth } from './collection-health.ts'

export const dashboards: readonly Dashboard[] = [awsOverview, collectionHealth]

export const dashboardById = (id: string): Dashboard | undefined => dashboards.find(found => found.id === id)
