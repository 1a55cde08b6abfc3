// The reference page of the query language's functions, written from their declarations.
import { functions } from './functions.ts'
import type { Parameter } from './parameters.ts'

const generated =
  '<!-- Written by docs/generate.ts from src/query/functions.ts: change the declaration, not this page. -->'

function parameterText(parameter: Parameter): string {
  if (parameter.kind === 'choice') {
    const choices = parameter.choices.map(choice => `\`${choice}\``).join(', ')
    return `${parameter.name}: ${choices}${parameter.default === undefined ? '' : `; \`${parameter.default}\` unless given`}`
  }
  const limits = [
    ...(parameter.min === undefined ? [] : [`at least ${parameter.min}`]),
    ...(parameter.max === undefined ? [] : [`at most ${parameter.max}`]),
  ]
  return `${parameter.name}: a number${limits.length > 0 ? `, ${limits.join(', ')}` : ''}`
}

/** Markdown; the shorthands of `top` and `bottom` are one row. */
export function functionsPage(): string {
  const rows = [...functions]
    .filter(([name]) => !/^(?:top|bottom)\d/.test(name))
    .map(([name, declared]) => {
      const signature = `${name}(${['q', ...declared.parameters.map(parameter => parameter.name)].join(', ')})`
      return `| \`${signature}\` | ${declared.about} | ${declared.parameters.map(parameterText).join('. ')} |`
    })
  const shorthand =
    '`top5(q)`, `top10(q)`, `top15(q)`, `top20(q)` and the same of `bottom` rank by the mean; with a suffix by another score: `top10_max(q)`, `bottom5_last(q)`.'
  const table = ['| Function | What it does | Parameters |', '| --- | --- | --- |', ...rows].join('\n')
  return `${[generated, '# Functions of metric queries', 'How queries are written is in [the guide](../guides/queries.md).', table, shorthand].join('\n\n')}\n`
}
