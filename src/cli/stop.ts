// Stopping: the first SIGINT or SIGTERM asks, the second insists.

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function untilStopped(): Promise<void> {
  return new Promise(resolve => {
    const stop = () => {
      process.once('SIGINT', () => process.exit(130))
      process.once('SIGTERM', () => process.exit(143))
      resolve()
    }
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  })
}

/** Resolves when standard input ends: a child learns so that its parent is gone, however it went. */
export function untilParentEnds(): Promise<void> {
  return new Promise(resolve => {
    process.stdin.once('end', resolve).once('error', resolve).resume()
    // Watching must not be what keeps a child alive that was told to stop.
    if ('unref' in process.stdin) process.stdin.unref()
  })
}
