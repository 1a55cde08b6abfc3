// The key checks that the public API's clients and Terraform provider make before anything else.
import { validateKeysReply, validReply } from '../schema/aws-public.ts'
import type { Routes } from './index.ts'

export const validateRoutes: Routes = () => async app => {
  app.get('/api/v1/validate', { config: { permit: 'key' }, schema: { response: { 200: validReply } } }, () => ({
    valid: true,
  }))
  /** With a bearer token the Terraform provider asks here, and sends the token as the application key too. */
  app.get(
    '/api/v2/validate_keys',
    { config: { permit: 'viewer' }, schema: { response: { 200: validateKeysReply } } },
    () => ({ status: 'ok' as const }),
  )
}
