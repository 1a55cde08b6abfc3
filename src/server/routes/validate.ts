// The key checks that the public API's clients and Terraform provider make before anything else.
import { validateKeysReply, validReply } from '../schema/aws-public.ts'
import type { Routes } from './index.ts'

export const validateRoutes: Routes = () => async app => {
  app.get(
    '/api/v1/validate',
    {
      config: { permit: 'key' },
      schema: { summary: 'Check an API key', description: 'Needs DD-API-KEY alone.', response: { 200: validReply } },
    },
    () => ({ valid: true }),
  )
  app.get(
    '/api/v2/validate_keys',
    {
      config: { permit: 'viewer' },
      schema: {
        summary: 'Check a key pair or a bearer token',
        description:
          'The Terraform provider asks here when it is given a bearer token: an application key of HeyCloud.',
        response: { 200: validateKeysReply },
      },
    },
    () => ({ status: 'ok' as const }),
  )
}
