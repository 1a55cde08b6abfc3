// Refuses a Node.js that cannot run HeyCloud, in words. Plain JavaScript, so that any Node.js can read it.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `HeyCloud needs Node.js 22.18 or newer; this is ${process.versions.node} (${process.execPath}).\n` +
      'On Linux `npm ci` brings its own Node.js 24 and `npm run …` uses it: run the command through npm, without --omit=optional.\n' +
      'Elsewhere install Node.js 22.18 or newer from https://nodejs.org.\n',
  )
  process.exit(1)
}
