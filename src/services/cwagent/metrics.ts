// What the CloudWatch agent publishes: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/metrics-collected-by-CloudWatch-agent.html
import type { DimensionSet, MetricDefinition } from '../../core/define.ts'
import { countedBy, counter, fact, gauge, reserve } from '../kinds.ts'

const gauges = (unit: string, ...names: string[]): MetricDefinition[] => names.map(name => gauge(name, unit))
const reserves = (unit: string, ...names: string[]): MetricDefinition[] => names.map(name => reserve(name, unit))
const counters = (unit: string, ...names: string[]): MetricDefinition[] => names.map(name => counter(name, unit))

/** Which dimensions tell the machine is the agent's configuration: those of the wizard and of AWS's examples. */
const machines: readonly DimensionSet[] = [
  ['InstanceId'],
  ['host'],
  ['ImageId', 'InstanceId', 'InstanceType'],
  ['AutoScalingGroupName', 'ImageId', 'InstanceId', 'InstanceType'],
]
/** Parts of a machine apart, without the sums over them that an agent may be told to publish too (aggregation_dimensions). */
const each = (...parts: string[]): DimensionSet[] => machines.map(machine => [...machine, ...parts])

const states = ['active', 'guest', 'guest_nice', 'idle', 'iowait', 'irq', 'nice', 'softirq', 'steal', 'system', 'user']
const sockets = [
  'close',
  'close_wait',
  'closing',
  'established',
  'fin_wait1',
  'fin_wait2',
  'last_ack',
  'listen',
  'none',
]

/** Totals, of which AWS says that only the sum is to be used. */
const totals: MetricDefinition[] = [
  ...countedBy(each('name'), [
    ...counters('Count', 'diskio_reads', 'diskio_writes'),
    ...counters('Bytes', 'diskio_read_bytes', 'diskio_write_bytes'),
    ...counters('Milliseconds', 'diskio_io_time', 'diskio_read_time', 'diskio_write_time'),
  ]),
  ...countedBy(each('interface'), [
    ...counters('Bytes', 'net_bytes_recv', 'net_bytes_sent'),
    ...counters('Count', 'net_drop_in', 'net_drop_out', 'net_err_in', 'net_err_out'),
    ...counters('Count', 'net_packets_recv', 'net_packets_sent'),
  ]),
]

const linux: MetricDefinition[] = [
  ...states.filter(state => state !== 'idle').map(state => gauge(`cpu_usage_${state}`, 'Percent')),
  reserve('cpu_usage_idle', 'Percent'),
  // Hundredths of a second.
  ...states.map(state => gauge(`cpu_time_${state}`, 'None')),
  ...reserves('Bytes', 'disk_free'),
  ...gauges('Bytes', 'disk_total', 'disk_used'),
  gauge('disk_used_percent', 'Percent'),
  ...reserves('Count', 'disk_inodes_free'),
  ...gauges('Count', 'disk_inodes_total', 'disk_inodes_used', 'diskio_iops_in_progress'),
  ...['bw_in', 'bw_out', 'conntrack', 'linklocal', 'pps'].map(limit =>
    fact(`ethtool_${limit}_allowance_exceeded`, 'None'),
  ),
  gauge('mem_used_percent', 'Percent'),
  ...reserves('Percent', 'mem_available_percent'),
  ...reserves('Bytes', 'mem_available', 'mem_free'),
  ...gauges('Bytes', 'mem_active', 'mem_buffered', 'mem_cached', 'mem_inactive', 'mem_total', 'mem_used'),
  ...[...sockets, 'syn_sent', 'syn_recv', 'time_wait'].map(state => gauge(`netstat_tcp_${state}`, 'Count')),
  gauge('netstat_udp_socket', 'Count'),
  ...['blocked', 'dead', 'idle', 'paging', 'running', 'sleeping', 'stopped', 'total', 'total_threads'].map(state =>
    gauge(`processes_${state}`, 'Count'),
  ),
  ...gauges('Count', 'processes_wait', 'processes_zombies'),
  ...reserves('Bytes', 'swap_free'),
  gauge('swap_used', 'Bytes'),
  gauge('swap_used_percent', 'Percent'),
]

/** Named by object and counter of Windows' Performance Monitor: those that the agent's wizard offers. */
const windows: MetricDefinition[] = [
  ...gauges('Percent', 'Processor % Processor Time', 'Processor % User Time', 'Processor % Interrupt Time'),
  ...reserves('Percent', 'Processor % Idle Time', 'LogicalDisk % Free Space'),
  ...gauges('Percent', 'Memory % Committed Bytes In Use', 'Paging File % Usage', 'PhysicalDisk % Disk Time'),
  ...['Disk Read Bytes/sec', 'Disk Write Bytes/sec'].map(name => gauge(`PhysicalDisk ${name}`, 'None')),
  ...['Disk Reads/sec', 'Disk Writes/sec'].map(name => gauge(`PhysicalDisk ${name}`, 'None')),
  ...['Bytes Received/sec', 'Bytes Sent/sec', 'Packets Received/sec', 'Packets Sent/sec'].map(name =>
    gauge(`Network Interface ${name}`, 'None'),
  ),
  ...['TCPv4', 'TCPv6'].map(protocol => gauge(`${protocol} Connections Established`, 'None')),
  ...['Aggregate inbound BW', 'Aggregate outbound BW', 'Connection tracking', 'Link local packet rate', 'PPS'].map(
    limit => fact(`${limit} allowance exceeded`, 'None'),
  ),
]

/** Levels, whose averages and extremes are the same whichever way they are counted: nothing is left out of them. */
export const metrics: MetricDefinition[] = [...totals, ...countedBy([], [...linux, ...windows])]

export const grain: readonly DimensionSet[] = machines

/** Sums over a machine's parts, over a group's machines, and over all. */
export const otherSets: readonly DimensionSet[] = [[], ['AutoScalingGroupName'], ['InstanceId', 'InstanceType']]
