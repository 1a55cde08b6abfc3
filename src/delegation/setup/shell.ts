// Text for a POSIX shell: words that hold anything, and files written out of the script itself.

/** A word of POSIX shell, whatever it holds. */
export const shellQuote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** Quoted only where the shell would read something into it. */
export const shellWord = (text: string): string => (/^[A-Za-z0-9_./:=@,+-]+$/.test(text) ? text : shellQuote(text))

/** Ends here-documents; no line of a template or a policy can be it. */
const end = 'HEYCLOUD_END'

/** Writes a file below `$dir`. A here-document whose end is quoted expands nothing. */
export const shellFile = (name: string, content: string): string =>
  `cat > "$dir/${name}" <<'${end}'\n${content.replace(/\n$/, '')}\n${end}`
