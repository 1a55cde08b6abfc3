import { describe, expect, it } from 'vitest'
import { guideHtml } from './markdown.ts'

describe('guideHtml', () => {
  it('gives headings the ids that code hosts give them, and keeps anchors', () => {
    expect(guideHtml('## HeyCloud may not `sts:AssumeRole` <a id="cause-x_y"></a>\n')).toBe(
      '<h2 id="heycloud-may-not-stsassumerole">HeyCloud may not <code>sts:AssumeRole</code> <a id="cause-x_y"></a></h2>\n',
    )
  })

  it('tells paragraphs, lists, numbers and code apart, with lines that go on', () => {
    const markdown = 'One\ntwo.\n- a\n  b\n- *c*\n\n1. d\n2. **e**\n\n```sh\n# no heading <b>\n\n- no list\n```\n'
    expect(guideHtml(markdown)).toBe(
      '<p>One\ntwo.</p>\n<ul><li>a b</li><li><em>c</em></li></ul>\n<ol><li>d</li><li><strong>e</strong></li></ol>\n' +
        '<pre><code># no heading &lt;b&gt;\n\n- no list\n</code></pre>\n',
    )
  })

  it('reads tables, with bars that are escaped', () => {
    expect(guideHtml('| a | b |\n| --- | --- |\n| `x \\| y` | [z](z.md#q) |\n')).toBe(
      '<div class="table"><table><thead><tr><th>a</th><th>b</th></tr></thead>' +
        '<tbody><tr><td><code>x | y</code></td><td><a href="z.md#q">z</a></td></tr></tbody></table></div>\n',
    )
  })

  it('escapes all else', () => {
    expect(guideHtml('a < b & "c" <script>alert(1)</script> 2 * 3 * 4\n')).toBe(
      '<p>a &lt; b &amp; &quot;c&quot; &lt;script&gt;alert(1)&lt;/script&gt; 2 * 3 * 4</p>\n',
    )
  })

  it('leaves comments out, and takes for text what it does not know', () => {
    expect(guideHtml('<!-- for editors -->\n\nText\n')).toBe('<p>Text</p>\n')
    expect(guideHtml('```\nnever closed')).toBe('<p>```\nnever closed</p>\n')
  })
})
