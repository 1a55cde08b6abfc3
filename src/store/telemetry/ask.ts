// Answers questions: surveys the series, decides what to read, and lays the rows out as dense times with gaps.
import { HeyCloudError } from '../../core/errors.ts'
import type { Answer, Question } from '../../core/question.ts'
import type { Engine } from './engine.ts'
import {
  buckets,
  hour,
  type Rendered,
  type Rolled,
  renderPeriods,
  renderQuestion,
  renderRolled,
  renderSurvey,
  widest,
} from './render-question.ts'

const mostTimes = 50_000
/** Groups times intervals: what an answer may weigh. */
const mostValues = 1_000_000

function timesOf(question: Question): number[] {
  const { interval } = question
  if (!(Number.isInteger(interval) && interval > 0 && interval < 2 ** 32))
    throw new HeyCloudError('query_range', 'The interval must be a whole number of seconds.')
  const { from, to } = buckets(question)
  if (!(from >= 0 && to > from && to <= 2 ** 32 - 1))
    throw new HeyCloudError('query_range', 'The range must end after it begins.')
  if ((to - from) / interval > mostTimes)
    throw new HeyCloudError(
      'query_range',
      `The range has more than ${mostTimes} intervals of ${interval} s: shorten it, or choose a longer interval.`,
    )
  return Array.from({ length: (to - from) / interval }, (_, index) => from + index * interval)
}

/** The coarsest of several periods; null where nothing can overlap. */
const coarsest = (periods: number[]): number | null => (periods.length > 1 ? Math.max(...periods) : null)

/** Periods of hours that were written to again were not looked up: they may be mixed. */
const hourlySlot = ({ stale, periods }: { stale: number[]; periods: number[] }): number | null =>
  stale.length > 0 ? Math.max(hour, ...periods) : coarsest(periods)

/** Rejects with HeyCloudError `query_range` for a range that cannot be answered, and for more than 2,000 groups. */
export async function ask(engine: Engine, question: Question): Promise<Answer> {
  const times = timesOf(question)
  const run = <T>({ sql, params }: Rendered) => engine.query<T>(sql, params)
  const hourly = question.interval % hour === 0
  const [survey, rolled, periods] = await Promise.all([
    run<{ groups: string; series: string; unit: string }>(renderSurvey(question)).then(rows => rows[0]),
    hourly
      ? run<{ upTo: string; stale: number[]; periods: number[] }>(renderRolled(question)).then(rows => rows[0])
      : undefined,
    hourly ? undefined : run<{ periods: number[] }>(renderPeriods(question)).then(rows => rows[0]?.periods),
  ])
  if (!survey || survey.series === '0') return { times, series: [], unit: '', newestPoint: null }
  if (Number(survey.groups) > widest)
    throw new HeyCloudError(
      'query_range',
      `The query is too wide: it has ${survey.groups} groups, and ${widest} at most can be answered. Filter it, or group by fewer tags.`,
    )
  if (Number(survey.groups) * times.length > mostValues)
    throw new HeyCloudError(
      'query_range',
      `The answer would have ${survey.groups} groups of ${times.length} intervals each, more than ${mostValues} values: shorten the range, choose a longer interval, or group by fewer tags.`,
    )
  const usable: Rolled | null = rolled ? { upTo: Number(rolled.upTo), stale: rolled.stale } : null
  const slot = rolled ? hourlySlot(rolled) : coarsest(periods ?? [])
  const rows = await run<{ group: string[]; buckets: number[]; values: (number | null)[]; newest: number }>(
    renderQuestion(question, slot, usable),
  )
  const index = new Map(times.map((time, position) => [time, position]))
  const series = rows.map(row => {
    const values = new Array<number | null>(times.length).fill(null)
    row.buckets.forEach((bucket, n) => {
      const position = index.get(bucket)
      if (position !== undefined) values[position] = row.values[n] ?? null
    })
    return { group: row.group, values }
  })
  const newest = rows.reduce((latest, row) => Math.max(latest, row.newest), 0)
  return { times, series, unit: survey.unit, newestPoint: newest === 0 ? null : newest }
}
