// What the floors above use of collection.
export { type Collector, createCollector } from './collector.ts'
export type { Cadence, CollectDependencies, Denial } from './context.ts'
export type { NamespacePreview } from './metrics/preview.ts'
export type { Forecast, ForecastPlace } from './metrics/price.ts'
