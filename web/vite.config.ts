// Builds the web UI into web/dist; in development, hands the API's paths to a server on port 8420.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { kitTheme } from './theme-plugin.ts'

const server = process.env.HEYCLOUD_URL ?? 'http://127.0.0.1:8420'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), kitTheme()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Cloudscape is one large shared chunk by its nature.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        // Together, so that zod is told before the first schema of any chunk is made.
        codeSplitting: { groups: [{ name: 'zod', test: /node_modules\/zod\/|no-code-from-text/ }] },
      },
    },
  },
  server: { proxy: { '/api': server, '/docs': server } },
})
