// Every TypeScript file of the project, as paths from its root.
import { globSync } from 'node:fs'

export const sourceFiles = (root: string): string[] =>
  globSync(['{src,simulator,web,bench,test}/**/*.{ts,tsx}'], {
    cwd: root,
    exclude: ['**/node_modules/**', '**/dist/**'],
  }).sort()
