// What AWS charges for reading, and the assumptions behind the figures. Calculated, never billed: AWS's bill decides.

/**
 * US dollars, us-east-1; other regions of the partition differ by little or not at all.
 * Source: https://aws.amazon.com/cloudwatch/pricing/ ("Metrics": GetMetricData per metrics requested; other API requests per
 * request, the first million of a month free, which is not deducted here because the account may use it up by itself).
 */
export const prices = {
  /** One metric requested by GetMetricData, whatever the number of its points. */
  getMetricDataMetric: 0.01 / 1_000,
  /** One request of another CloudWatch read: ListMetrics, DescribeAlarms, GetMetricStatistics … */
  cloudWatchRequest: 0.01 / 1_000,
  /** Describe and list calls of the other services, STS and the tagging API. */
  otherRequest: 0,
} as const

/** "Up to five statistics for the same metric in a single GetMetricData request"; more count as another metric (same page). */
const statisticsPerMetric = 5

/** Metrics that AWS counts for one metric read with so many statistics in one request. */
export const chargeableMetrics = (statistics: number): number => Math.ceil(statistics / statisticsPerMetric)
