// The dashboards that come with HeyCloud, by id.
import type { Dashboard } from '../schema/dashboard.ts'
import { awsOverview } from './aws-overview.ts'

export const dashboards: readonly Dashboard[] = [awsOverview]

export const dashboardById = (id: string): Dashboard | undefined => dashboards.find(found => found.id === id)
