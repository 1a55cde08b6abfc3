import { defineConfig } from 'vitest/config'

const browser = 'test/e2e/**/*.test.ts'

export default defineConfig({
  test: {
    // chDB is a process's worth of memory in each; two cores gain nothing from more.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          include: ['{src,simulator,test,bench}/**/*.test.ts', 'web/src/**/*.test.ts'],
          exclude: [browser, '**/node_modules/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
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
