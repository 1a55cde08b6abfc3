// One process per SQLite settings file: a lock that the operating system takes back however the process ends.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { HeyCloudError } from '../../core/errors.ts'

const busy = 5

function holder(pidFile: string): string {
  try {
    return readFileSync(pidFile, 'utf8').trim() || 'unknown'
  } catch {
    // The holder has the lock but has not written its pid yet, or it was removed by hand: the refusal stands without it.
    return 'unknown'
  }
}

/**
 * Locks `file` for this process and returns the release. A pid file alone would be fooled by a pid that is used again (every
 * container's process is pid 1), so the lock is an open write transaction on `<file>.lock`, and `<file>.pid` only says whose.
 * Throws HeyCloudError `data_directory_locked` naming the holder's pid.
 */
export function lockFile(file: string): () => void {
  const pidFile = `${file}.pid`
  const lock = new DatabaseSync(`${file}.lock`)
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { errcode?: unknown }).errcode !== busy) throw error
    throw new HeyCloudError(
      'data_directory_locked',
      `${file} is in use by the process with pid ${holder(pidFile)}. Stop it, or start this one with another data directory.`,
      {},
      { cause: error },
    )
  }
  writeFileSync(pidFile, `${process.pid}\n`)
  return () => {
    rmSync(pidFile, { force: true })
    lock.close()
  }
}
