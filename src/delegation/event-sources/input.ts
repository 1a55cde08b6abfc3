// What a request for an event source says, and which names it may give.
import { invalid } from '../accounts/input.ts'

/** The public API's attributes of an event source. */
export interface EventSourceInput {
  account_id: string
  region: string
  /** At the making the given part; everywhere else the full name, with its suffix. */
  event_generator_name: string
}

/** `-` and eight characters. */
export const suffixLength = 9
/** EventBridge: 1 to 256 of these; a custom bus has no slash (API reference, CreateEventBus). The suffix takes nine. */
const givenName = /^[.\-_A-Za-z0-9]{1,247}$/

export function checkedName(name: string): string {
  if (givenName.test(name)) return name
  throw invalid(
    'event_generator_name',
    `must be 1 to 247 of A-Z a-z 0-9 and ._- (a suffix of ${suffixLength} characters is added); this has ${[...name].length} characters`,
  )
}
