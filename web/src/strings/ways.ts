// Words of the ways to connect an account: what may be read, templates, and access keys.

export const waysWords = {
  names: {
    manually: 'Manually',
    cloudformation: 'CloudFormation',
    terraform: 'Terraform',
    cli: 'AWS CLI',
    organization: 'AWS Organization',
  },
  texts: {
    manually: 'Make the policy and the role yourself, in the AWS console.',
    cloudformation: 'One stack makes the role and its policies, and takes them away again.',
    terraform: 'Configuration for one account, or for many at once.',
    cli: 'One block to paste into AWS CloudShell.',
    organization: 'Every account of an Organization, also those that come later.',
  },
  keysText: 'GovCloud or China only',

  features: 'What HeyCloud may read',
  optIn: 'Only if you need it',
  alwaysOn: 'Always on',
  mutating: (actions: number) => `Actions that write (${actions}): off unless you need them`,
  mutatingText:
    'Everything else only reads. These stand in a policy of their own, so that they can be granted, or taken back, apart.',
  readOnly: 'Read-only. No write actions.',
  writes: (actions: string[]) => `Read-only but for ${actions.join(', ')}, which you switched on.`,
  price: (dollars: string) =>
    `Reading metrics costs about ${dollars} a month for each 1,000 metrics at this schedule; the rest costs nothing at AWS. The page that follows Save shows the account’s own figure.`,
  width: (strict: number, wildcard: number) =>
    `The wildcards reach ${wildcard.toLocaleString('en')} actions, ${(wildcard - strict).toLocaleString('en')} more than the ${strict.toLocaleString('en')} that HeyCloud calls. All of them only read.`,
  widthNames: 'Which ones',
  inTemplate: 'The template below holds these permissions: there is nothing to copy here.',

  stack: 'AWS CloudFormation',
  stackText:
    'Paste the block into CloudShell in the account to be watched: it makes the stack and prints the role’s ARN. Or upload the template in the CloudFormation console with the parameters beside it.',
  stackBlock: 'Commands for AWS CloudShell, the template within',
  stackTemplate: 'The template, the same for every account',
  stackLine: 'With the template beside it',
  stackParameters: 'Parameters',
  quickCreate: 'Open the stack in the AWS console',
  terraformText:
    'Apply it with the AWS provider’s credentials of the account to be watched; its output is the role’s ARN.',
  terraformAccount: 'main.tf, for one account',
  terraformMany:
    'main.tf, for many accounts, with a provider and a module for each; the file for one account goes into the folder heycloud',
  cliText:
    'Paste it into CloudShell in the account to be watched. It makes the policies and the role, and prints the role’s ARN last.',
  cliUpdate: 'For a role that is there already',
  securityAudit: 'Attach SecurityAudit too',
  securityAuditText: 'AWS’s own read-only policy, for Cloud Security Management Misconfigurations.',

  keysOne: 'An IAM user and its access key',
  keysOneText:
    'No role can be assumed from one partition of AWS into another, so that HeyCloud signs with a key of the account’s own there. Give the user this policy and nothing else.',
  keysSteps: {
    policy:
      'In the console of the account’s own partition open IAM, Policies, Create policy, JSON, and paste the policy shown here. Name:',
    user: 'Open IAM, Users, Create user. Leave console access off. Name it HeyCloudIntegrationUser, for example.',
    attach: 'Attach the policy to it directly.',
    key: 'Open the user, Security credentials, Create access key, Third-party service, and keep the page open: the secret is shown once.',
  },
  keysTwo: 'Complete the setup',
  keysTwoText:
    'The secret is encrypted before it is stored, is never shown again, and never leaves HeyCloud but as a signature.',
  partition: 'Partition',
  gov: 'AWS GovCloud (US)',
  china: 'AWS China',
  keyId: 'Access key ID',
  keyIdHelp: 'Begins with AKIA',
  keyIdBad: 'An access key ID begins with AKIA and has 16 or more upper-case letters and digits',
  keyIdTemporary:
    'This is the ID of temporary credentials, which expire within hours. Use a user’s access key: it begins with AKIA.',
  secret: 'Secret access key',
  secretHelp: 'Kept in this page’s memory only, until you save',
  secretEmpty: 'Enter the secret access key that belongs to the ID',
  secretSpace: 'There is white space in the secret',
}
