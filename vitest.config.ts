import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,simulator,test,bench}/**/*.test.ts', 'web/src/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // chDB and Chromium are processes' worth of memory each; two cores gain nothing from more.
    maxWorkers: 2,
  },
})
