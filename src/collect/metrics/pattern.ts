// Patterns as people write them in filters: `*` for any run of characters, `?` for one.

/**
 * Whether a whole text fits a pattern. The work is at most the product of both lengths, whatever the pattern: somebody's filter of
 * many stars must not hold up everybody's collection, as a regular expression would.
 */
export function matches(pattern: string, text: string): boolean {
  const [wanted, given] = [[...pattern], [...text]]
  let at = 0
  let p = 0
  // Where the last star stood, and how much of the text it has taken: the only place to go back to.
  let star = -1
  let taken = 0
  while (at < given.length) {
    if (wanted[p] === '*') {
      star = p++
      taken = at
    } else if (p < wanted.length && (wanted[p] === '?' || wanted[p] === given[at])) {
      p++
      at++
    } else if (star >= 0) {
      p = star + 1
      at = ++taken
    } else return false
  }
  while (wanted[p] === '*') p++
  return p === wanted.length
}
