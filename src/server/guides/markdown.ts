// The Markdown that the guides are written in, as HTML: headings, paragraphs, lists, tables, code, links and anchors, and no more.
import { grammar, type Node } from 'ohm-js'

/** Rules are lexical: white space means something here. */
const guideGrammar = grammar(String.raw`
  Guide {
    document  = (emptyLine | block)*
    block     = comment | code | heading | table | list | paragraph
    emptyLine = " "* "\n"
    line      = (~"\n" any)+ eol
    eol       = "\n" | end

    comment   = "<!--" (~"-->" any)* "-->"
    code      = "${'```'}" (~"\n" any)* "\n" (~"${'```'}" any)* "${'```'}" eol
    heading   = "#"+ " " line
    table     = row ruler row+
    ruler     = "|" ("-" | "|" | ":" | " ")+ eol
    row       = "|" cell+ " "* eol
    cell      = cellChar* "|"
    cellChar  = "\\|"         -- escaped
              | ~("|" | "\n") any -- plain
    list      = bullet+       -- unordered
              | number+       -- ordered
    bullet    = "- " line more*
    number    = digit+ ". " line more*
    more      = " "+ line
    paragraph = line (~(emptyLine | comment | code | heading | bullet | number) line)*

    text      = inline*
    inline    = codeSpan | anchor | link | strong | emphasis | any
    codeSpan  = "${'`'}" (~"${'`'}" any)+ "${'`'}"
    anchor    = "<a id=\"" (alnum | "_" | "-")+ "\"></a>"
    link      = "[" (~"]" inline)+ "](" (~")" any)+ ")"
    strong    = "**" (~"**" inline)+ "**"
    emphasis  = "*" ~" " (~"*" inline)+ "*"
  }
`)

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"]/g, character => escapes[character] ?? '')

/** A heading's id as code hosts give it: lower case, dashes for spaces, nothing else but letters, digits and underscores. */
const slug = (text: string): string =>
  text
    .replaceAll(/<[^>]*>/g, '')
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9 _-]/g, '')
    .replaceAll(' ', '-')

const semantics = guideGrammar.createSemantics()

const each = (nodes: Node): string => nodes.children.map(node => node.html()).join('')
const listOf = (tag: string, items: Node): string => `<${tag}>${each(items)}</${tag}>\n`
const item = (first: Node, more: Node): string =>
  `<li>${inlineHtml([first, ...more.children].map(node => node.sourceString.trim()).join(' '))}</li>`

/** What a run of text says, in HTML. Any text is one: what is no other inline stands for itself. */
const inlineHtml = (text: string): string => semantics(guideGrammar.match(text, 'text')).html()

semantics.addOperation<string>('html', {
  _iter: (...children) => children.map(child => child.html()).join(''),
  _terminal() {
    return escapeHtml(this.sourceString)
  },
  document: blocks => each(blocks),
  emptyLine: (_spaces, _end) => '',
  comment: (_open, _text, _close) => '',
  code: (_open, _language, _newline, text, _close, _end) =>
    `<pre><code>${escapeHtml(text.sourceString)}</code></pre>\n`,
  heading(marks, _space, line) {
    const [level, title] = [marks.children.length, line.sourceString.trim()]
    return `<h${level} id="${slug(title)}">${inlineHtml(title)}</h${level}>\n`
  },
  table: (head, _ruler, rows) =>
    `<div class="table"><table><thead>${head.html().replaceAll('td>', 'th>')}</thead><tbody>${each(rows)}</tbody></table></div>\n`,
  row: (_bar, cells, _spaces, _end) => `<tr>${each(cells)}</tr>`,
  cell: (text, _bar) => `<td>${inlineHtml(text.sourceString.replaceAll('\\|', '|').trim())}</td>`,
  list_unordered: items => listOf('ul', items),
  list_ordered: items => listOf('ol', items),
  bullet: (_mark, line, more) => item(line, more),
  number: (_digits, _mark, line, more) => item(line, more),
  paragraph(_first, _more) {
    return `<p>${inlineHtml(this.sourceString.trim())}</p>\n`
  },
  text: inlines => each(inlines),
  codeSpan: (_open, text, _close) => `<code>${escapeHtml(text.sourceString)}</code>`,
  anchor: (_open, id, _close) => `<a id="${id.sourceString}"></a>`,
  link: (_open, text, _middle, target, _close) => `<a href="${escapeHtml(target.sourceString)}">${each(text)}</a>`,
  strong: (_open, text, _close) => `<strong>${each(text)}</strong>`,
  emphasis: (_open, text, _close) => `<em>${each(text)}</em>`,
})

/** A guide as HTML, without the page around it. Any text is one: what is no other block is a paragraph. */
export const guideHtml = (markdown: string): string => semantics(guideGrammar.match(markdown, 'document')).html()
