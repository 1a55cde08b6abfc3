// What the pages say of an account.
import type { AccountData } from '../../../src/server/schema/web-reads.ts'
import { t } from '../i18n.ts'

/** Its name, else its alias, else its ID. */
export const accountName = (account: AccountData): string =>
  account.attributes.account_name || account.attributes.account_alias || account.attributes.aws_account_id

export const regionsText = (regions: AccountData['attributes']['aws_regions']): string =>
  'include_only' in regions ? regions.include_only.join(', ') : t.account.allRegions
