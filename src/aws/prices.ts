// What AWS charges for reading, and the assumptions behind the figures. Calculated, never billed: AWS's bill decides.

const cloudWatchPricing = 'https://aws.amazon.com/cloudwatch/pricing/'

/** US dollars, us-east-1; other regions of the partition differ by little or not at all. `assumptions` says where each is from. */
export const prices = {
  /** One metric requested by GetMetricData, whatever the number of its points. */
  getMetricDataMetric: 0.01 / 1_000,
  /** One request of another CloudWatch read: ListMetrics, DescribeAlarms, GetMetricStatistics … */
  cloudWatchRequest: 0.01 / 1_000,
  /** One request of Cost Explorer's API, and one more for each further page. */
  costExplorerRequest: 0.01,
  /** Describe and list calls of the other services, STS and the tagging API. */
  otherRequest: 0,
  /** One update of one metric in a metric stream: minimum, maximum, sum and count of one period. */
  metricStreamUpdate: 0.003 / 1_000,
  /** One GB taken in by Amazon Data Firehose from a direct put, its first tier. */
  firehoseGigabyte: 0.029,
} as const

/** "Up to five statistics for the same metric in a single GetMetricData request"; more count as another metric (CloudWatch pricing). */
const statisticsPerMetric = 5

/** Metrics that AWS counts for one metric read with so many statistics in one request. */
export const chargeableMetrics = (statistics: number): number => Math.ceil(statistics / statisticsPerMetric)

/** What a request costs that is not counted by its metrics; the operation as the ledger names it, `cloudwatch:ListMetrics`. */
export function requestPrice(operation: string): number {
  if (operation.startsWith('cloudwatch:')) return prices.cloudWatchRequest
  return operation.startsWith('costexplorer:') ? prices.costExplorerRequest : prices.otherRequest
}

/** Bytes that one update takes in a stream: measured streams in JSON are around it, OpenTelemetry is smaller. */
const streamUpdateBytes = 1_000

/** US dollars for so many updates of a metric stream that Firehose takes to HeyCloud. */
export const streamCharge = (updates: number): number =>
  updates * (prices.metricStreamUpdate + (streamUpdateBytes / 1e9) * prices.firehoseGigabyte)

export interface Assumption {
  id: string
  title: string
  /** One sentence or two: what is taken for true, and to which side it errs. */
  text: string
  source: string
}

/** What is taken for true where AWS's price list leaves room, or differs by place. */
export const assumptions: readonly Assumption[] = [
  {
    id: 'metrics_requested',
    title: 'Metrics, not points',
    text: 'GetMetricData costs $0.01 for 1,000 metrics requested, however many points come back: five one-minute points in one request cost as much as one.',
    source: cloudWatchPricing,
  },
  {
    id: 'five_statistics',
    title: 'More than five statistics count again',
    text: 'Up to five statistics of one metric in one request are one metric; each further five are one more. Where AWS counts each statistic, its bill is higher than what is shown.',
    source: cloudWatchPricing,
  },
  {
    id: 'pages',
    title: 'Pages are counted',
    text: 'A page that follows a token is counted as a request for the same metrics once more, the dearer of two readings of AWS’s page. Requests are sized so that there are hardly any.',
    source: cloudWatchPricing,
  },
  {
    id: 'other_requests',
    title: 'Other CloudWatch requests',
    text: 'ListMetrics, DescribeAlarms and the like cost $0.01 for 1,000 requests. The first million of a month is free in each account and is not deducted, because the account may use it up by itself.',
    source: cloudWatchPricing,
  },
  {
    id: 'free_requests',
    title: 'Free requests',
    text: 'List and describe calls of the other services, IAM, STS and the tagging API cost nothing; neither do S3’s, of which HeyCloud makes a handful a day.',
    source: 'https://aws.amazon.com/iam/faqs/',
  },
  {
    id: 'cost_explorer',
    title: 'AWS’s own figures',
    text: 'Asking Cost Explorer costs $0.01 a request and page. HeyCloud asks once a day for each account whose feature Cost management is on.',
    source: 'https://aws.amazon.com/aws-cost-management/aws-cost-explorer/pricing/',
  },
  {
    id: 'refused',
    title: 'What is refused or throttled',
    text: 'A call that AWS refused, throttled or never got costs nothing; it is counted among the calls.',
    source: cloudWatchPricing,
  },
  {
    id: 'one_price',
    title: 'One price everywhere',
    text: 'Prices are those of us-east-1 in US dollars, without tax, credits or discounts; other regions differ by little or not at all.',
    source: cloudWatchPricing,
  },
  {
    id: 'metric_streams',
    title: 'Metric streams',
    text: 'A stream costs $0.003 for 1,000 updates, one for each metric and period, and Firehose $0.029 a GB, at 1,000 bytes an update. A stream cannot be told by tags which metrics to send, and daily metrics are not in it.',
    source: cloudWatchPricing,
  },
]
