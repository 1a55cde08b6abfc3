// The few kinds of metric there are, so that a service's table says only name and unit, and like is read alike everywhere.
import type { DimensionSet, MetricDefinition } from '../core/define.ts'

/** A level where high is what hurts: utilisation, queue depth, lag. */
export const gauge = (name: string, unit: string): MetricDefinition => ({
  name,
  unit,
  statistics: ['Average', 'Maximum'],
})

/** A level where low is what hurts: credits, free space, healthy hosts. */
export const reserve = (name: string, unit: string): MetricDefinition => ({
  name,
  unit,
  statistics: ['Average', 'Minimum'],
})

/** A total that adds up over time and resources. */
export const counter = (name: string, unit = 'Count'): MetricDefinition => ({ name, unit, statistics: ['Sum'] })

/** A total that the public API names by its average per sample; the sum has a suffix. */
export const averagedCounter = (name: string, unit: string): MetricDefinition => ({
  name,
  unit,
  statistics: ['Average', 'Maximum', 'Sum'],
})

/** 0 or 1: one failure within a bucket is a failure of the bucket. */
export const check = (name: string): MetricDefinition => ({ name, unit: 'Count', statistics: ['Maximum'] })

/** One fact about the whole, such as a quota or a size: its largest value is it. */
export const fact = (name: string, unit: string): MetricDefinition => ({ name, unit, statistics: ['Maximum'] })

/** A number of things at a time, of which neither high nor low is what hurts. */
export const level = (name: string, unit: string): MetricDefinition => ({
  name,
  unit,
  statistics: ['Average', 'Maximum', 'Minimum'],
})

/** Where AWS tells neither unit nor what its numbers add up to: everything that CloudWatch makes of them, at one metric's charge. */
export const untold = (name: string, unit: string): MetricDefinition => ({
  name,
  unit,
  statistics: ['Average', 'Maximum', 'Minimum', 'Sum'],
})

/** Metrics of one kind and unit, by their names with white space between them. */
export const each = (
  kind: (name: string, unit: string) => MetricDefinition,
  unit: string,
  names: string,
): MetricDefinition[] =>
  names
    .trim()
    .split(/\s+/)
    .map(name => kind(name, unit))

/** Measured at each request: the average is weighed by how many there were. AWS keeps no percentiles of these. */
export const perRequest = (name: string, unit: string): MetricDefinition => ({
  name,
  unit,
  statistics: ['Average', 'Maximum'],
  weighted: true,
})

/** 0 or 1 for each request: the sum says how many, the average which share of all. */
export const outcome = (name: string): MetricDefinition => ({
  name,
  unit: 'Count',
  statistics: ['Sum', 'Average'],
  weighted: true,
})

/** As `perRequest`, where AWS keeps the distribution. With SampleCount seven statistics: AWS charges it as two metrics. */
export const latency = (name: string, unit: string): MetricDefinition => ({
  name,
  unit,
  statistics: ['Average', 'Maximum', 'p50', 'p90', 'p95', 'p99'],
  weighted: true,
})

/**
 * Metrics that AWS publishes every five minutes in a namespace of one-minute metrics. AWS advises never to read at less than
 * the period of publication: four of five buckets would be gaps.
 */
export const everyFiveMinutes = (metrics: MetricDefinition[]): MetricDefinition[] =>
  metrics.map(metric => ({ ...metric, period: 300 }))

/** Metrics that AWS publishes by other dimensions than the rest of their namespace. */
export const countedBy = (grain: readonly DimensionSet[], metrics: MetricDefinition[]): MetricDefinition[] =>
  metrics.map(metric => ({ ...metric, grain }))
