// How the policies of connected accounts differ from what this version of HeyCloud calls.
import type { PolicyDrift } from '../../core/verification.ts'

export const driftAttributes = ({ readAt, policies, missing, superfluous, diff }: PolicyDrift) => ({
  read_at: readAt,
  policies,
  missing,
  superfluous,
  diff,
})
