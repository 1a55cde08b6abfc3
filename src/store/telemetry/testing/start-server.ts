// Starts the ClickHouse-over-HTTP program in a process of its own, as a server would be.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./clickhouse-server.ts', import.meta.url))

export async function startClickHouse(directory: string): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [program, directory], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const [port] = await Promise.race([
    once(child.stdout, 'data'),
    ended.then(([code]) => Promise.reject(new Error(`the server ended with ${code} before it listened`))),
  ])
  return {
    url: `http://default:never-told@127.0.0.1:${String(port).trim()}`,
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}
