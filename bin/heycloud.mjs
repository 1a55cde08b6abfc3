#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'
import './check-node.mjs'

// chDB's queries share libuv's threads with files and DNS; the four of the default are soon taken.
process.env.UV_THREADPOOL_SIZE ??= '8'

// Left to itself V8 lets a heap of half a gigabyte grow to one before it looks for garbage: with a million metrics that is the most of
// a collector's memory. Looking for it sooner costs processor time: `npm run bench -- fleet` shows both.
setFlagsFromString('--heap-growing-percent=50')

const { main } = await import('../src/cli/main.ts')
await main(process.argv.slice(2))
