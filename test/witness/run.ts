// For the witnesses: finding a foreign program and running it against the simulated AWS.
import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export interface Outcome {
  code: number
  stdout: string
  stderr: string
}

/** Whether a program answers at all. */
export function isPresent(program: string, args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}

interface Keys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

/** The environment of a program that speaks to the simulated AWS with these credentials, and to nothing else. */
export function awsEnvironment(endpoint: string, keys: Keys, region = 'us-east-1'): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
  }
}

/** Runs a program to its end; a failing one is an outcome, not an error. */
export async function run(
  program: string,
  args: string[],
  options: { env: Record<string, string>; cwd?: string },
): Promise<Outcome> {
  try {
    const { stdout, stderr } = await execute(program, args, { ...options, maxBuffer: 64 * 1024 * 1024 })
    return { code: 0, stdout, stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown; stdout?: string; stderr?: string }
    if (typeof code !== 'number') throw error
    return { code, stdout: stdout ?? '', stderr: stderr ?? '' }
  }
}
