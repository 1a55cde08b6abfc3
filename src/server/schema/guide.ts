// Where the troubleshooting guide speaks of what: the anchors that a page links to at the very error.
import { missingActionCauses, problemCodes, refusalCauses } from '../../core/verification.ts'

/** Why a connected account may show no data. */
export const dataCauses = [
  'no_namespace',
  'no_region',
  'no_metrics_enabled',
  'idle',
  'denied',
  'tag_filter',
  'metric_name_filter',
  'paused',
  'aws_throttled',
  'publication_delay',
] as const

/** Beside what AWS's message may name: a statement that denies, and a region that is refused whole. */
const permissionCauses = [...missingActionCauses, 'explicit_deny', 'region'] as const

export const guideAnchors = {
  /** Heads of an account's page: `problem.code`. */
  problem: problemCodes,
  /** Causes of "not authorized to perform sts:AssumeRole": `causes[].id`. */
  cause: refusalCauses,
  /** What withholds an action: `missing_actions[].cause`. */
  permission: permissionCauses,
  data: dataCauses,
} as const
export type GuideTopic = keyof typeof guideAnchors

const path = '/docs/guides/troubleshooting.md'

/** The guide, served by HeyCloud itself, at what it says of this; at its beginning for what it does not know. */
export const guideLink = (topic: GuideTopic, id: string): string =>
  (guideAnchors[topic] as readonly string[]).includes(id) ? `${path}#${topic}-${id}` : path
