// Reads which features somebody chose for a policy, from a command line or a query.
import { defaultFeatures, type Feature, features } from '../../core/define.ts'
import { HeyCloudError } from '../../core/errors.ts'

const isFeature = (name: string): name is Feature => (features as readonly string[]).includes(name)

/**
 * `metrics, tags` as features, in HeyCloud's order and with `account`, without which no account can be read; those that are on by
 * default where nothing is said. Throws `bad_request`, which names the field and what it may hold.
 */
export function featuresFrom(text: string | undefined, field: string): Feature[] {
  if (text === undefined) return [...defaultFeatures]
  const names = text.split(',').map(name => name.trim())
  const unknown = names.filter(name => !isFeature(name))
  if (unknown.length > 0) {
    const fault = `${unknown.map(name => JSON.stringify(name)).join(', ')} is none of ${features.join(', ')}`
    throw new HeyCloudError('bad_request', `${field}: ${fault}`, { [field]: fault })
  }
  return features.filter(feature => feature === 'account' || names.includes(feature))
}
