// Metrics.
export const Metrics = () => null
