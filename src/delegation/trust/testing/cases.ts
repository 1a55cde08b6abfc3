// Trust policies with and without faults, as data: what the linter has to find in each, and where. Tests put the same policies to the
// simulated AWS, which knows nothing of the linter.
import type { TrustCase } from './case.ts'
import { conditions } from './conditions.ts'
import { elements } from './elements.ts'
import { externalIds } from './external-ids.ts'
import { good } from './good.ts'
import { principals } from './principals.ts'

export const trustCases: TrustCase[] = [...good, ...externalIds, ...principals, ...conditions, ...elements]
