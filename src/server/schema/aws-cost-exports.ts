// The public API's cost-management configuration of an account (ccm_config), and the check of one export with AWS.
import { z } from 'zod'

const place = {
  bucket_name: z.string(),
  bucket_region: z.string(),
  report_name: z.string(),
}
const dataExport = z.object({ ...place, report_prefix: z.string(), report_type: z.string().describe('CUR2.0') })

export const ccmConfigBody = z.object({
  data: z.object({
    type: z.literal('ccm_config'),
    attributes: z.object({ ccm_config: z.object({ data_export_configs: z.array(dataExport).max(100) }) }),
  }),
})

export const ccmConfigReply = z.object({
  data: z.object({
    id: z.string(),
    type: z.literal('ccm_config'),
    attributes: z.object({ data_export_configs: z.array(dataExport) }),
  }),
  meta: z
    .object({ warnings: z.record(z.string(), z.string()) })
    .optional()
    .describe('HeyCloud’s addition: by setting, what keeps the exports from being checked'),
})

export const validateCcmConfigBody = z.object({
  data: z.object({
    type: z.literal('ccm_config_validation'),
    attributes: z.object({ account_id: z.string(), ...place, report_prefix: z.string().nullish() }),
  }),
})

export const validateCcmConfigReply = z.object({
  data: z.object({
    id: z.literal('ccm_config_validation'),
    type: z.literal('ccm_config_validation'),
    attributes: z.object({
      account_id: z.string(),
      issues: z.array(
        z.object({ code: z.string().describe('One of the public client’s codes'), description: z.string() }),
      ),
    }),
  }),
})
