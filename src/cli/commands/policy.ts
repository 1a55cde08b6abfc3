// `heycloud policy`: prints the permission policy that an account grants to HeyCloud.
import { Command } from 'commander'
import { type Feature, features } from '../../core/define.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { createPolicies } from '../../delegation/policies/policies.ts'
import { actionsOf } from '../../services/index.ts'

function chosenFeatures(text: string | undefined): Feature[] {
  const names = text?.split(',').map(name => name.trim()) ?? [...features]
  const unknown = names.filter(name => !features.includes(name as Feature))
  if (unknown.length > 0)
    throw new HeyCloudError('bad_request', `--features: ${unknown.join(', ')} is none of ${features.join(', ')}.`)
  return names as Feature[]
}

export const policyCommand = (): Command =>
  new Command('policy')
    .description('Print the IAM permission policy for HeyCloud')
    .option('--strict', 'complete action names only, no wildcards')
    .option('--features <list>', `only these of ${features.join(',')}`)
    .option('--explain', 'each action with its access level, feature, reason and reference')
    .action(async (options: { strict?: boolean; features?: string; explain?: boolean }) => {
      const chosen = chosenFeatures(options.features)
      const policies = createPolicies(actionsOf)
      if (options.explain) {
        for (const { action, accessLevel, feature, why, reference } of await policies.explain(chosen))
          process.stdout.write(`${action}  [${accessLevel}, ${feature}]\n  ${why}\n  ${reference}\n`)
        return
      }
      const documents = options.strict ? policies.strict(chosen) : await policies.wildcard(chosen)
      for (const { name, document, characters } of documents) {
        process.stderr.write(`${name}: ${characters} of 6144 characters\n`)
        process.stdout.write(`${document}\n`)
      }
    })
