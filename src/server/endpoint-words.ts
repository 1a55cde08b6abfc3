// What each endpoint does, in one sentence: the document of the API and its browsable page show it.

const aws = '/api/v2/integration/aws'
const account = `${aws}/accounts/:id`

/** The public API's, which its own clients and Terraform provider call. */
const publicApi: Record<string, string> = {
  'GET /api/v1/validate': 'Whether an API key is good; it needs DD-API-KEY alone.',
  'GET /api/v2/validate_keys': 'Whether a key pair, or an application key sent as a bearer token, is good.',
  [`GET ${aws}/accounts`]: 'The connected accounts, or the one with this aws_account_id.',
  [`POST ${aws}/accounts`]: 'Connects an account; its role or key is proven afterwards, and nobody waits for it.',
  [`GET ${account}`]: 'One account.',
  [`PATCH ${account}`]: 'Changes an account; groups that are left out keep their values.',
  [`DELETE ${account}`]: 'Removes an account; its data is kept unless ?data=erase.',
  [`GET ${account}/metric_name_filter_preview`]: 'Which metrics the stored filters of names leave out.',
  [`POST ${account}/metric_name_filter_preview`]:
    'Which metrics these filters of names would leave out; nothing is saved.',
  [`GET ${account}/ccm_config`]: 'Where the account’s cost exports lie.',
  [`POST ${account}/ccm_config`]: 'Enters where the account’s cost exports lie.',
  [`PATCH ${account}/ccm_config`]: 'Changes where the account’s cost exports lie.',
  [`DELETE ${account}/ccm_config`]: 'Forgets where the account’s cost exports lie.',
  [`POST ${aws}/validate_ccm_config`]: 'Looks whether a cost export is there and can be read.',
  [`POST ${aws}/generate_new_external_id`]:
    'A new external ID, good for 48 hours or for ever with an account made with it.',
  [`GET ${aws}/available_namespaces`]: 'CloudWatch namespaces that filters may name; others are saved with a warning.',
  [`GET ${aws}/iam_permissions`]: 'Every IAM action that HeyCloud calls.',
  [`GET ${aws}/iam_permissions/standard`]: 'The IAM actions without those of resource collection.',
  [`GET ${aws}/iam_permissions/resource_collection`]: 'The IAM actions of resource collection.',
  [`GET ${aws}/logs/services`]: 'Ids for logs_config.lambda_forwarder.sources, which is stored and returned only.',
  [`GET ${aws}/event_bridge`]: 'The event sources of the connected accounts.',
  [`POST ${aws}/event_bridge`]: 'Makes an event source, and an event bus in the account if asked to.',
  [`DELETE ${aws}/event_bridge`]: 'Removes an event source; a bus in the account stays.',
  'GET /api/v1/query': 'Answers a query of metrics over time.',
  'GET /api/v1/metrics': 'The names of metrics.',
  'GET /api/v1/metrics/:metric': 'Type and unit of a metric.',
  'GET /api/v2/metrics': 'The metrics, with unit and number of series.',
  'GET /api/v2/metrics/:metric/all-tags': 'Every tag of a metric’s series.',
  'GET /api/v1/dashboard': 'The dashboards.',
  'GET /api/v1/dashboard/:id': 'One dashboard with its widgets.',
}

/** HeyCloud's own, beside the public API's. */
const own: Record<string, string> = {
  'GET /api/v2/heycloud/session': 'Who is signed in.',
  'POST /api/v2/heycloud/session': 'Signs in.',
  'DELETE /api/v2/heycloud/session': 'Signs out.',
  'POST /api/v2/heycloud/setup': 'Spends the one-time link that makes the first administrator.',
  'GET /api/v2/heycloud/keys': 'The keys, without their secrets.',
  'POST /api/v2/heycloud/keys': 'Makes a pair of keys; this reply alone holds them.',
  'DELETE /api/v2/heycloud/keys/:id': 'Revokes a key.',
  'GET /api/v2/heycloud/audit': 'Who did what, and what was refused, newest first.',
  [`GET ${aws}/setup`]: 'Everything that the Add-account page shows.',
  [`GET ${aws}/setup/ways`]: 'Each way to make the role: CloudFormation, Terraform, AWS CLI.',
  [`GET ${aws}/setup/cloudformation.yaml`]: 'The CloudFormation template, the same for everybody.',
  [`POST ${aws}/setup/external_id`]: 'A new draft of the page’s external ID.',
  [`POST ${aws}/setup/simulate`]: 'Makes policy and role in a simulated account; in the demo alone.',
  [`POST ${aws}/trust_policy/lint`]: 'The faults of a pasted trust policy, each with its place, and the mended policy.',
  [`GET ${aws}/permissions`]:
    'Each action with what it is for, by feature; the policies in both forms and how wide they are.',
  [`GET ${aws}/permissions/drift`]:
    'How each role’s policies differ from what this version calls, and the change for all.',
  [`GET ${aws}/alerts`]: 'What somebody has to look at, over all accounts; the longest-standing first.',
  [`GET ${account}/status`]:
    'Every step of the proof, its causes, what is missing and how to mend it, and what is seen.',
  [`POST ${account}/verify`]: 'Proves the role or key anew.',
  [`POST ${account}/pause`]: 'Collects nothing until it is resumed.',
  [`POST ${account}/resume`]: 'Goes on collecting.',
  [`POST ${account}/turn_off`]: 'Turns a feature off, so that its actions are not called any more.',
  [`POST ${account}/rotate_external_id`]: 'Issues the next external ID beside the present one.',
  [`POST ${account}/rotate_external_id/finish`]: 'The next external ID becomes the only one.',
  [`DELETE ${account}/rotate_external_id`]: 'Gives the next external ID up.',
  [`POST ${account}/accept_fault`]: 'Leaves a warning about the trust policy as it is, for a reason.',
  [`DELETE ${account}/accept_fault`]: 'Takes such a reason back.',
  [`POST ${account}/preview`]: 'What a PATCH would change, what follows and what it costs; nothing is saved.',
  [`GET ${account}/removal`]:
    'What removing the account leaves in AWS, the commands to remove that, and the rows to erase.',
  [`GET ${account}/history`]: 'What a long history of the account would cost, and how far one that was asked for is.',
  [`POST ${account}/history`]: 'Reads hours back for so many months, each metric once, at the price that GET tells.',
  [`DELETE ${account}/history`]: 'Stops reading the long history; what was read stays.',
  [`GET ${aws}/erasures`]: 'The erasures of removed accounts’ data, newest first.',
  [`GET ${aws}/erasures/:id`]: 'How far an erasure is; the id is that of the removed account.',
  [`POST ${aws}/bulk`]: 'Verifies, pauses, resumes or edits many accounts; each has its own outcome.',
  [`GET ${aws}/organizations`]: 'The connected AWS Organizations.',
  [`POST ${aws}/organizations`]: 'Connects the AWS Organization that a connected account can read.',
  [`GET ${aws}/organizations/:id`]: 'Its tree, with the state of each account.',
  [`PATCH ${aws}/organizations/:id`]: 'Changes which accounts join, and with what settings.',
  [`DELETE ${aws}/organizations/:id`]: 'Forgets the connection; accounts that joined by it stay.',
  [`POST ${aws}/organizations/:id/sync`]: 'Reads the tree again.',
  [`POST ${aws}/organizations/:id/join`]: 'Connects members that were chosen.',
  [`GET ${aws}/organizations/:id/setup`]:
    'The StackSet and the Terraform configuration that make the role in every member.',
  [`POST ${aws}/organizations/:id/rotate_external_id`]: 'Issues the next external ID of all members.',
  [`POST ${aws}/organizations/:id/rotate_external_id/finish`]: 'The next external ID becomes the only one.',
  [`DELETE ${aws}/organizations/:id/rotate_external_id`]: 'Gives the next external ID up.',
  [`GET ${aws}/coverage`]: 'What is seen of each account, region and namespace, and what is not and why.',
  [`GET ${aws}/coverage/why`]:
    'The call that one row of the coverage was told by, as a line of aws-cli too, and the day’s gaps.',
  [`GET ${aws}/cost`]:
    'What reading CloudWatch has cost this month, as calculated, and will have cost at its end; by account, region, namespace and day.',
  [`GET ${aws}/cost/billed`]: 'What AWS itself says that it has cost, of each account whose Cost Explorer may be read.',
  [`GET ${aws}/cost/alternatives`]: 'What a month would cost in other ways: everything more often, or metric streams.',
  [`GET ${aws}/cost/assumptions`]: 'What is taken for true where AWS’s price list leaves room.',
  [`GET ${aws}/cost/budget`]: 'The organisation’s monthly limit, and what has come of it.',
  [`PUT ${aws}/cost/budget`]: 'Sets the organisation’s monthly limit.',
  [`DELETE ${aws}/cost/budget`]: 'Removes the organisation’s monthly limit.',
  [`GET ${account}/budget`]: 'The account’s monthly limit, and what has come of it.',
  [`PUT ${account}/budget`]: 'Sets the account’s monthly limit.',
  [`DELETE ${account}/budget`]: 'Removes the account’s monthly limit.',
  [`GET ${account}/estimate`]: 'What reading the account costs a month, by region and namespace.',
  [`GET ${aws}/alarms`]: 'CloudWatch alarms of the connected accounts.',
  [`GET ${aws}/resources`]: 'Resources of the connected accounts.',
  [`GET ${aws}/resource_counts`]: 'How many resources there are, by account, region and type.',
}

export interface EndpointWords {
  summary: string
  tags: [string]
}

const withTag = (words: Record<string, string>, tag: string): [string, EndpointWords][] =>
  Object.entries(words).map(([endpoint, summary]) => [endpoint, { summary, tags: [tag] }])

/** By method and path, as the routes write them. */
export const endpointWords: ReadonlyMap<string, EndpointWords> = new Map([
  ...withTag(publicApi, 'Public API'),
  ...withTag(own, 'HeyCloud'),
])
