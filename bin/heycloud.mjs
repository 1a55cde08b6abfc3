#!/usr/bin/env node
import './check-node.mjs'

// chDB's queries share libuv's threads with files and DNS; the four of the default are soon taken.
process.env.UV_THREADPOOL_SIZE ??= '8'

const { main } = await import('../src/cli/main.ts')
await main(process.argv.slice(2))
