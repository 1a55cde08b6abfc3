// The same answers by plain loops: what the SQL is compared with.
import type { Sample, Series } from '../../../core/metric.ts'
import type { Aggregator, AnswerSeries, Question, TagFilter } from '../../../core/question.ts'

function holds(filter: TagFilter, tags: string[]): boolean {
  switch (filter.kind) {
    case 'everything':
      return true
    case 'tag': {
      const literally = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
      const literal = [literally(`${filter.key}:`) + literally(filter.value.split('*')[0] ?? '')].concat(
        filter.value.split('*').slice(1).map(literally),
      )
      return tags.some(tag => new RegExp(`^${literal.join('.*')}$`, 's').test(tag))
    }
    case 'not':
      return !holds(filter.of, tags)
    case 'and':
      return filter.of.every(part => holds(part, tags))
    case 'or':
      return filter.of.some(part => holds(part, tags))
  }
}

const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0)

function overTime(points: Sample[], aggregator: Aggregator): number {
  const values = points.map(point => point.value)
  if (aggregator === 'avg')
    return total(points.map(point => point.value * point.weight)) / total(points.map(point => point.weight))
  return overSpace(values, aggregator)
}

function overSpace(values: number[], aggregator: Aggregator): number {
  switch (aggregator) {
    case 'avg':
      return total(values) / values.length
    case 'sum':
      return total(values)
    case 'min':
      return Math.min(...values)
    case 'max':
      return Math.max(...values)
    case 'count':
      return values.length
  }
}

/** Points must not overlap and not repeat. */
export function naiveAnswer(question: Question, series: Series[], points: Sample[]): AnswerSeries[] {
  const { from, to, interval } = question
  const start = Math.floor(from / interval) * interval
  const groups = new Map<string, { group: string[]; ids: number[] }>()
  for (const one of series) {
    if (one.organisation !== question.organisation || one.name !== question.metric) continue
    if (!holds(question.filter, one.tags)) continue
    const group = question.groupBy.map(key => one.tags.find(tag => tag.startsWith(`${key}:`)) ?? `${key}:N/A`)
    const known = groups.get(group.join('\0')) ?? { group, ids: [] }
    groups.set(group.join('\0'), { group, ids: [...known.ids, one.id] })
  }
  const answer: AnswerSeries[] = []
  for (const { group, ids } of groups.values()) {
    const values: (number | null)[] = []
    for (let at = start; at < to; at += interval) {
      const each = ids
        .map(id => points.filter(point => point.id === id && point.ts >= at && point.ts < at + interval))
        .filter(own => own.length > 0)
        .map(own => overTime(own, question.timeAggregator))
      values.push(each.length === 0 ? null : overSpace(each, question.spaceAggregator))
    }
    if (values.some(value => value !== null)) answer.push({ group, values })
  }
  const key = (one: AnswerSeries) => one.group.join('\0')
  return answer.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
