// AWS Overview: what is wrong now, how traffic fares, what runs full, and what it costs.
import { ask, dashboard, draw, own, type Row, value } from './build.ts'

const scope = '$account,$region,$scope'
/** All functions of a region together, which Lambda publishes without a dimension. */
const lambdaAccount = `${scope},!functionname:*`

const requests = (seconds?: number) =>
  `sum:aws.applicationelb.request_count{${scope}} by {loadbalancer,region}.${seconds ? `rollup(sum, ${seconds})` : 'as_count()'}`
const invocations = `sum:aws.lambda.invocations{${scope}} by {functionname}.as_count()`

/** The first row is low, so that traffic is seen below it without scrolling. */
const small = { width: 2, height: 2 }
const third = { width: 4, height: 4 }
const half = { width: 6, height: 4 }
const alert = [{ comparator: '>' as const, value: 0, palette: 'alert' as const }]

const wrong: Row = {
  title: 'Is anything wrong?',
  widgets: [
    own('heycloud_coverage', 'Coverage', { width: 12, height: 1 }),
    own('heycloud_alarms', 'Alarms in ALARM', { width: 4, height: 2 }),
    value('Status checks failed', ask({ a: `sum:aws.ec2.status_check_failed{${scope}}.rollup(max)` }), {
      namespaces: ['AWS/EC2'],
      size: small,
      unit: 'None',
      aggregator: 'last',
      conditional_formats: alert,
    }),
    value('Unhealthy targets', ask({ a: `sum:aws.applicationelb.un_healthy_host_count.maximum{${scope}}` }), {
      namespaces: ['AWS/ApplicationELB'],
      size: small,
      unit: 'None',
      aggregator: 'last',
      conditional_formats: alert,
    }),
    draw(
      'toplist',
      'Requests against last week',
      // Last week is kept in points of five minutes: both are counted so.
      ask(
        { a: requests(300), b: `week_before(${requests(300)})` },
        { change: 'top(100 * (a - b) / b, 10, "mean", "desc")' },
      ),
      { namespaces: ['AWS/ApplicationELB'], size: { width: 4, height: 2 }, unit: 'Percent' },
    ),
  ],
}

const traffic: Row = {
  title: 'Traffic and errors',
  widgets: [
    draw('timeseries', 'Load balancer requests', ask({ a: requests() }), {
      namespaces: ['AWS/ApplicationELB'],
      size: third,
    }),
    draw(
      'timeseries',
      'Load balancer 5xx',
      ask(
        {
          a: `sum:aws.applicationelb.httpcode_target_5xx{${scope}} by {loadbalancer,region}.as_count()`,
          b: `sum:aws.applicationelb.httpcode_elb_5xx{${scope}} by {loadbalancer,region}.as_count()`,
        },
        { 'from targets': 'a', 'from the load balancer': 'b' },
      ),
      { namespaces: ['AWS/ApplicationELB'], size: third },
    ),
    draw(
      'timeseries',
      'Latency p95 by load balancer',
      // A percentile is never averaged: the worst bucket stands for longer ones.
      ask({
        a: `max:aws.applicationelb.target_response_time.p95{${scope}} by {loadbalancer,region}.rollup(max)`,
      }),
      { namespaces: ['AWS/ApplicationELB'], size: third },
    ),
    draw('timeseries', 'Lambda invocations', ask({ a: invocations }), { namespaces: ['AWS/Lambda'], size: third }),
    draw(
      'timeseries',
      'Lambda errors and throttles',
      ask(
        {
          a: `sum:aws.lambda.errors{${scope}} by {functionname}.as_count()`,
          b: `sum:aws.lambda.throttles{${scope}} by {functionname}.as_count()`,
        },
        { errors: 'a', throttles: 'b' },
      ),
      { namespaces: ['AWS/Lambda'], size: third },
    ),
    draw(
      'timeseries',
      'Lambda concurrency',
      ask({ a: `max:aws.lambda.concurrent_executions{${lambdaAccount}} by {account_name,region}.rollup(max)` }),
      { namespaces: ['AWS/Lambda'], size: third },
    ),
    draw(
      'timeseries',
      'Age of the oldest SQS message',
      ask({
        a: `max:aws.sqs.approximate_age_of_oldest_message.maximum{${scope}} by {queuename}.rollup(max)`,
      }),
      { namespaces: ['AWS/SQS'], size: half },
    ),
    draw(
      'timeseries',
      'SQS messages waiting',
      ask({ a: `max:aws.sqs.approximate_number_of_messages_visible{${scope}} by {queuename}` }),
      { namespaces: ['AWS/SQS'], size: half },
    ),
  ],
}

const compute: Row = {
  title: 'Compute capacity',
  widgets: [
    draw(
      'timeseries',
      'EC2 running',
      ask({ a: `count:aws.ec2.cpuutilization{${scope}} by {account_name,region}` }),
      // Counts instances, whatever the metric's own unit is.
      { namespaces: ['AWS/EC2'], size: third, unit: 'None' },
    ),
    draw(
      'toplist',
      'EC2 CPU, busiest instances',
      ask({ a: `avg:aws.ec2.cpuutilization{${scope}} by {name,instanceid}` }, { cpu: 'top(a, 10, "mean", "desc")' }),
      { namespaces: ['AWS/EC2'], size: third },
    ),
    draw(
      'toplist',
      'EC2 CPU credits, lowest',
      ask(
        { a: `min:aws.ec2.cpucredit_balance{${scope}} by {name,instanceid}` },
        { credits: 'top(a, 10, "last", "asc")' },
      ),
      { namespaces: ['AWS/EC2'], size: third },
    ),
    draw(
      'timeseries',
      'EC2 network',
      ask(
        {
          a: `sum:aws.ec2.network_in.sum{${scope}}.as_rate()`,
          b: `sum:aws.ec2.network_out.sum{${scope}}.as_rate()`,
        },
        { in: 'a', out: 'b' },
      ),
      { namespaces: ['AWS/EC2'], size: third, unit: 'Bytes/Second' },
    ),
    draw('timeseries', 'ECS CPU by service', ask({ a: `avg:aws.ecs.cpuutilization{${scope}} by {servicename}` }), {
      namespaces: ['AWS/ECS'],
      size: third,
    }),
    draw(
      'timeseries',
      'ECS memory by service',
      ask({ a: `avg:aws.ecs.memory_utilization{${scope}} by {servicename}` }),
      { namespaces: ['AWS/ECS'], size: third },
    ),
  ],
}

const data: Row = {
  title: 'Storage and data capacity',
  widgets: [
    draw(
      'heatmap',
      'EBS queue length by volume',
      ask({ a: `avg:aws.ebs.volume_queue_length{${scope}} by {volumeid}` }),
      { namespaces: ['AWS/EBS'], size: half },
    ),
    draw(
      'toplist',
      'EBS burst balance, lowest',
      ask(
        { a: `min:aws.ebs.burst_balance.minimum{${scope}} by {volumeid}.rollup(min)` },
        { balance: 'top(a, 10, "last", "asc")' },
      ),
      { namespaces: ['AWS/EBS'], size: half },
    ),
    draw('timeseries', 'RDS CPU', ask({ a: `avg:aws.rds.cpuutilization{${scope}} by {dbinstanceidentifier}` }), {
      namespaces: ['AWS/RDS'],
      size: third,
    }),
    draw(
      'timeseries',
      'RDS connections',
      ask({ a: `avg:aws.rds.database_connections{${scope}} by {dbinstanceidentifier}` }),
      { namespaces: ['AWS/RDS'], size: third },
    ),
    draw(
      'timeseries',
      'RDS free storage',
      ask({ a: `min:aws.rds.free_storage_space.minimum{${scope}} by {dbinstanceidentifier}.rollup(min)` }),
      { namespaces: ['AWS/RDS'], size: third },
    ),
    draw(
      'timeseries',
      'DynamoDB throttled requests',
      ask({ a: `sum:aws.dynamodb.throttled_requests{${scope}} by {tablename}.as_count()` }),
      { namespaces: ['AWS/DynamoDB'], size: half },
    ),
    draw(
      'timeseries',
      'NAT gateway port allocation errors',
      ask({ a: `sum:aws.natgateway.error_port_allocation{${scope}} by {natgatewayid}.as_count()` }),
      { namespaces: ['AWS/NATGateway'], size: half },
    ),
  ],
}

const money: Row = {
  title: 'Money and inventory',
  widgets: [
    own('heycloud_cost', 'What HeyCloud’s reading costs', { width: 4, height: 3 }),
    value('AWS spend this month so far', ask({ a: `max:aws.billing.estimated_charges{${scope}}` }), {
      namespaces: ['AWS/Billing'],
      size: { width: 3, height: 3 },
      unit: 'USD',
      aggregator: 'last',
    }),
    draw(
      'toplist',
      'S3 size by bucket',
      ask(
        { a: `sum:aws.s3.bucket_size_bytes{${scope}} by {bucketname}.rollup(max,86400)` },
        { size: 'top(a, 10, "last", "desc")' },
      ),
      { namespaces: ['AWS/S3'], size: { width: 5, height: 3 } },
    ),
    own('heycloud_inventory', 'Inventory', { width: 12, height: 4 }),
  ],
}

export const awsOverview = dashboard(
  {
    id: 'aws-overview',
    title: 'AWS Overview',
    description:
      'What is wrong now, how traffic fares, what runs full, and what it costs, over every connected account.',
    template_variables: [
      { name: 'account', prefix: 'aws_account', default: '*' },
      { name: 'region', prefix: 'region', default: '*' },
      { name: 'scope', prefix: '', default: '*' },
    ],
  },
  [wrong, traffic, compute, data, money],
)
