// The people and programs that may use this installation.

export const roles = ['admin', 'editor', 'viewer'] as const
/** `viewer` reads; `editor` also changes accounts and dashboards; `admin` also manages people and keys. */
export type UserRole = (typeof roles)[number]

export interface User {
  id: string
  organisation: string
  email: string
  role: UserRole
  createdAt: number
}

export interface ApiKey {
  id: string
  organisation: string
  /** `api` identifies the organisation; `app` carries a user's scopes, as in the public API. */
  kind: 'api' | 'app'
  name: string
  /** Last four characters, to tell keys apart. */
  lastFour: string
  role: UserRole
  createdAt: number
  lastUsedAt: number | null
}

export interface AuditEntry {
  organisation: string
  at: number
  /** `user:<email>`, `key:<name>` or `heycloud`. */
  actor: string
  /** `account.create`, `external_id.generate`, `account.verify` … */
  action: string
  target: string
  /** Without secrets. */
  detail: Record<string, string>
}
