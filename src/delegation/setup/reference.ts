// The reference of the ways to connect: what HeyCloud generates, with example values in place of somebody's own.
import { actionsOf } from '../../services/index.ts'
import { pretty } from '../policies/document.ts'
import { createPolicies } from '../policies/policies.ts'
import { trustPolicy } from '../trust/policy.ts'
import { cloudShellBlock, removalBlock, updateBlock } from './cli-block.ts'
import { templateFileName } from './cloudformation.ts'
import { deployLine } from './deploy.ts'
import { parameterFacts } from './template-parameters.ts'
import { terraformAccount, terraformMany } from './terraform.ts'
import { type ConnectValues, defaultChoices, policiesFor } from './values.ts'

/** Nobody's: the page Add AWS Account shows one's own. */
const example: ConnectValues = {
  ...defaultChoices,
  partition: 'aws',
  trustedAccountId: '123456789012',
  externalId: '0123456789abcdef0123456789abcdef',
}

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text.replace(/\n$/, '')}\n\`\`\``

const parameterRows = (): string =>
  [
    '| Parameter | What it is | Default |',
    '| --- | --- | --- |',
    ...parameterFacts.map(
      ({ name, description, fallback }) =>
        `| \`${name}\` | ${description} | ${fallback === undefined ? 'none: it has to be given' : fallback === '' ? 'empty' : `\`${fallback}\``} |`,
    ),
  ].join('\n')

/** A page of Markdown. */
export async function connectPage(): Promise<string> {
  const policies = createPolicies(actionsOf)
  const keyPolicies = createPolicies(wanted => actionsOf(wanted, 'key'))
  const granted = await policiesFor(example, policies)
  const accounts = ['111111111111', '222222222222'].map(accountId => ({ accountId, externalId: null }))
  const side = { apiUrl: 'https://heycloud.example/', roleName: example.roleName }
  const documents = (named: readonly { document: string }[]) =>
    named.map(({ document }) => fenced('json', document)).join('\n\n')
  const sections: [title: string, ...parts: string[]][] = [
    ['Permission policy', 'In wildcard form, of the features that are on by default.', documents(granted)],
    ['Trust policy', fenced('json', pretty(trustPolicy(example)))],
    [
      'CloudFormation',
      `The template: \`docs/reference/${templateFileName}\`, which is also what \`GET /api/v2/integration/aws/setup/cloudformation.yaml\` of your HeyCloud answers.`,
      parameterRows(),
      'Makes or updates the stack, and prints the role’s ARN last:',
      fenced('sh', deployLine(example)),
    ],
    [
      'Terraform',
      'One account, and the module of many:',
      fenced('hcl', terraformAccount(example, granted)),
      'Many accounts, with HeyCloud’s side:',
      fenced('hcl', terraformMany(example.partition, accounts, side)),
    ],
    [
      'AWS CLI',
      'Makes the policy and the role, and prints the role’s ARN last:',
      fenced('sh', cloudShellBlock(example, granted)),
      'Gives a role that is there this trust policy and these policies:',
      fenced('sh', updateBlock(example, granted)),
      'Takes the role and its policies away, or the stack that made them:',
      fenced('sh', removalBlock(example)),
    ],
    [
      'Policy for an access key',
      'For the user of an access key, in wildcard form.',
      documents(await keyPolicies.wildcard()),
    ],
  ]
  const about =
    'What HeyCloud generates for the ways to [connect an account](../guides/connect.md), with example values. The page Add AWS Account has the same with yours.'
  return `${[
    '<!-- Written by docs/generate.ts from the registry: change the declaration, not this page. -->',
    '# Ways to connect',
    about,
    ...sections.flatMap(([title, ...parts]) => [`## ${title}`, ...parts]),
  ].join('\n\n')}\n`
}
