// Words of the long history of an account, read on request.

const count = (n: number): string => n.toLocaleString('en-GB')
const month = (n: number): string => (n === 1 ? '1 month' : `${n} months`)

export const historyWords = {
  heading: 'Long history',
  text: 'CloudWatch keeps hourly points for 15 months. HeyCloud reads them when you ask: each metric once, at a price that is told first.',
  months: 'How far back',
  month,
  price: 'Price, once',
  brings: 'What it brings',
  bringsText: (metrics: number, points: number, from: string) =>
    `${count(metrics)} ${metrics === 1 ? 'metric' : 'metrics'}, at most ${count(points)} hourly points from ${from} on`,
  nothing: 'No metric of this account is known yet. Come back when it has been read once.',
  already: 'As much has been read before: asking again costs as much again.',
  ask: (price: string) => `Read it for ${price}…`,
  confirmHeading: (n: number) => `Read ${month(n)} of history?`,
  confirmText: (price: string) =>
    `AWS charges about ${price} for this, once, on the bill line “CloudWatch, GetMetricData”. It can be stopped on the way; what was read by then is charged and stays.`,
  confirm: (price: string) => `Read for ${price}`,
  running: (n: number) => `Reading ${month(n)} of history`,
  progress: (read: number, metrics: number, points: number) =>
    `${count(read)} of ${count(metrics)} metrics read, ${count(points)} points stored`,
  begins: 'It begins when the account is read next',
  stop: 'Stop',
  stopped: (n: number) => `Reading ${month(n)} was stopped; what was read stays`,
  done: (n: number, points: number, from: string) => `${month(n)} read: ${count(points)} points from ${from} on`,
  doneHeading: 'The long history is here',
  failed: (region: string, n: number, reason: string) =>
    `${region}: ${count(n)} ${n === 1 ? 'metric' : 'metrics'} could not be read. ${reason}`,
}
