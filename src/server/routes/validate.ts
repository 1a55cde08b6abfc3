// The key checks that the public API's clients and Terraform provider make before anything else.
import { z } from 'zod'
import type { Routes } from './index.ts'

const valid = z.object({ valid: z.boolean() })

export const validateRoutes: Routes = () => async app => {
  app.get('/api/v1/validate', { config: { permit: 'key' }, schema: { response: { 200: valid } } }, () => ({
    valid: true,
  }))
  /** With a bearer token the Terraform provider asks here. */
  app.get('/api/v2/validate_keys', { config: { permit: 'viewer' } }, () => ({
    data: { type: 'validate_v2', id: 'validate', attributes: { valid: true, status: 'ok' } },
  }))
}
