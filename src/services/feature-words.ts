// What each feature is called and what it brings, for the person who chooses among them.
import type { Feature } from '../core/define.ts'

export interface FeatureWords {
  title: string
  description: string
}

export const featureWords: Record<Feature, FeatureWords> = {
  account: { title: 'Account', description: 'The account’s alias and its enabled regions.' },
  metrics: { title: 'Metrics', description: 'CloudWatch metrics of every service, tagged resources or not.' },
  tags: {
    title: 'Tags',
    description: 'Tags of all resources, so that every metric can be split and filtered by them.',
  },
  resources: { title: 'Resources', description: 'What runs where: instances, databases, functions, queues, buckets.' },
  alarms: { title: 'Alarms', description: 'CloudWatch alarms with their state and reason.' },
  diagnosis: {
    title: 'Diagnosis',
    description: 'HeyCloud reads its own role, to name missing permissions and faults of trust.',
  },
  organization: {
    title: 'Organization',
    description: 'The tree of an AWS Organization, read through its management or a delegated administrator account.',
  },
  event_bus: {
    title: 'Event bus',
    description: 'Makes an event bus in the account when an event source with one is set up. This writes.',
  },
  cost_management: {
    title: 'Cost management',
    description:
      'What AWS itself says that reading CloudWatch costs, once a day for $0.01; and whether cost exports that were entered can be read.',
  },
}
