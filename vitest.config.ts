import { defineConfig } from 'vitest/config'

const browser = 'test/e2e/**/*.test.ts'
const node = { testTimeout: 60_000, hookTimeout: 120_000, sequence: { groupOrder: 0 } }

export default defineConfig({
  test: {
    // chDB is a process's worth of memory in each; two cores gain nothing from more.
    maxWorkers: 2,
    projects: [
      {
        // What stands beside the code shares its modules: to load the SDK anew for each file costs more than most of them.
        test: { ...node, name: 'unit', isolate: false, include: ['{src,simulator,bench,web/src}/**/*.test.ts'] },
      },
      {
        // What crosses floors starts whole programs, with an environment of their own.
        test: { ...node, name: 'node', include: ['test/**/*.test.ts'], exclude: [browser] },
      },
      {
        // After the others and one at a time: a page that waits for its turn on a busy machine proves nothing.
        test: {
          name: 'browser',
          include: [browser],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
