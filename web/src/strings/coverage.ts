// Words of the coverage's "why?".

export const coverageWords = {
  why: 'Why?',
  whyOf: (what: string, region: string) => `Why? ${what} in ${region}`,
  close: 'Close',
  answered: (ms: number) => `AWS answered after ${ms} ms`,
  refused: (code: string, ms: number) => `${code} after ${ms} ms`,
  noCall: 'Nothing was asked of AWS for this, or not since this version of HeyCloud runs.',
  call: 'The call',
  at: 'When',
  outcome: 'What came of it',
  awsSays: 'AWS’s words',
  requestId: 'Request ID',
  awsCli: 'The same call for aws-cli, with the role’s credentials; of long lists the first members',
  statement: 'The statement that allows it',
  counts: (calls: number, denied: number, failed: number, throttled: number) =>
    `${calls.toLocaleString('en')} calls so far; ${denied.toLocaleString('en')} reads refused, ${failed.toLocaleString('en')} failed, ${throttled.toLocaleString('en')} calls throttled`,
  owed: (count: number) =>
    count === 1
      ? '1 metric is owed points and asked for again'
      : `${count.toLocaleString('en')} metrics are owed points and asked for again`,
  day: 'Points of the last day',
  noGaps: 'No gap between the first and the newest of them',
  gaps: (count: number, interval: string) =>
    `${count.toLocaleString('en')} ${count === 1 ? 'interval' : 'intervals'} of ${interval} without a point: AWS has none, or they could not be read`,
  nothingToday: 'No point in the last day.',
  pointsAt: (time: string, count: number) => `${time}: ${count.toLocaleString('en')} points`,
  throttled: 'Throttled',
  owedColumn: 'Owed',
}
