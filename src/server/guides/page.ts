// The page around a guide: no script, one style, the list of guides, readable in light and dark and on narrow screens.
import { escapeHtml, guideHtml } from './markdown.ts'

/** Colours follow the system's; what the address names after `#` is marked, so that a link lands where the eye does. */
const style = `
:root { color-scheme: light dark; --edge: light-dark(#d5dbdb, #424650); --soft: light-dark(#f4f6f7, #1b232d); --mark: light-dark(#fff3c4, #4a3f12) }
body { margin: 0 auto; max-width: 60rem; padding: 1rem 1.25rem 6rem; font: 16px/1.55 system-ui, sans-serif; background: light-dark(#fff, #0f1620) }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding-bottom: .75rem; border-bottom: 1px solid var(--edge) }
nav a[aria-current] { font-weight: 600; color: inherit; text-decoration: none }
h1, h2, h3 { line-height: 1.25; margin: 2rem 0 .75rem }
:is(h2, h3), a[id] { scroll-margin-top: 2rem }
:is(h2, h3):is(:target, :has(:target)) { background: var(--mark); outline: .35rem solid var(--mark) }
code, pre { font-family: ui-monospace, monospace; font-size: .875em; background: var(--soft); border-radius: .25rem }
code { padding: .1em .3em; overflow-wrap: anywhere }
pre { padding: .75rem 1rem; overflow-x: auto }
pre code { padding: 0; font-size: 1em; overflow-wrap: normal }
.table { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border: 1px solid var(--edge) }
li { margin: .25rem 0 }
a { color: light-dark(#0550ae, #79b8ff) }
`

export interface Guide {
  /** Below `/docs/`, as in the repository: `guides/errors.md`. */
  path: string
  title: string
  markdown: string
}

const entry = (guide: Guide, current: Guide): string =>
  `<a href="/docs/${guide.path}"${guide === current ? ' aria-current="page"' : ''}>${escapeHtml(guide.title)}</a>`

/** The whole page; `guides` are those that its list names. */
export const guidePage = (guide: Guide, guides: readonly Guide[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(guide.title)} · HeyCloud</title>
<style>${style}</style>
</head>
<body>
<nav aria-label="Guides"><a href="/">HeyCloud</a>${guides.map(one => entry(one, guide)).join('')}</nav>
<main>
${guideHtml(guide.markdown)}</main>
</body>
</html>
`
