// The guide's steps, as hands on the page and in the customer's AWS account: what is typed there is read from the page.
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  GetRoleCommand,
  type IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import type { Page } from 'playwright-core'
import type { RunningApp } from './app.ts'

export const email = 'ada@acme.test'
export const password = 'correct horse battery'

/** Spends the one-time link and makes the first administrator. */
export async function signUp(page: Page, app: RunningApp): Promise<void> {
  await page.goto(app.link)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password, 12 characters or more').fill(password)
  await page.getByRole('button', { name: 'Make my account' }).click()
  await page.getByRole('heading', { level: 1, name: 'AWS Overview' }).waitFor()
}

export const part = (page: Page, title: string) => page.getByRole('region', { name: title })
export const policyPart = (page: Page) => part(page, 'AWS IAM policy for HeyCloud')
export const rolePart = (page: Page) => part(page, 'AWS IAM role for HeyCloud')
export const lastPart = (page: Page) => part(page, 'Complete the setup')

export interface Shown {
  externalId: string
  accountId: string
  policyName: string
  roleName: string
  policy: string
  trust: string
}

/** What the Add page shows to be copied, read from the page itself. */
export async function readAddPage(page: Page, app: RunningApp): Promise<Shown> {
  await page.goto(`${app.url}/integrations/aws/add`)
  const rail = page.getByRole('complementary', { name: 'Values to copy' })
  const value = async (term: string) =>
    (await rail.locator('dl > div', { hasText: term }).locator('code').first().textContent()) ?? ''
  const code = async (title: string) =>
    (await page.locator('figure', { hasText: title }).locator('pre').first().textContent()) ?? ''
  return {
    externalId: await value('AWS External ID'),
    accountId: await value('HeyCloud’s account ID'),
    policyName: await value('Policy name'),
    roleName: await value('Role name'),
    policy: await code('Permission policy (JSON)'),
    trust: await code('Trust policy (JSON)'),
  }
}

/** The guide's parts 2 and 3, in the account. Returns the role's ARN. */
export async function createRole(
  iam: IAMClient,
  shown: Pick<Shown, 'policy' | 'trust' | 'roleName' | 'policyName'>,
): Promise<string> {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: `${shown.policyName}-${shown.roleName}`, PolicyDocument: shown.policy }),
  )
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: shown.roleName, AssumeRolePolicyDocument: shown.trust }),
  )
  await iam.send(new AttachRolePolicyCommand({ RoleName: shown.roleName, PolicyArn: Policy?.Arn }))
  return Role?.Arn ?? ''
}

export const setTrust = (iam: IAMClient, RoleName: string, PolicyDocument: string) =>
  iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }))

export const addInlinePolicy = (iam: IAMClient, RoleName: string, PolicyDocument: string) =>
  iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'mended', PolicyDocument }))

/** As `aws iam get-role` prints it: the CLI decodes the document. */
export async function getRoleOutput(iam: IAMClient, RoleName: string): Promise<string> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }))
  const document = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))
  return JSON.stringify({ Role: { ...Role, AssumeRolePolicyDocument: document } }, null, 4)
}

/** Part 4, on the Add page. */
export async function saveAccount(page: Page, typed: { accountId: string; roleName: string }): Promise<void> {
  const form = lastPart(page)
  await form.getByLabel('I confirm the HeyCloud IAM role was added').check()
  await form.getByLabel('Account ID', { exact: true }).fill(typed.accountId)
  await form.getByLabel('Role name', { exact: true }).fill(typed.roleName)
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { level: 1, name: /^Verif/ }).waitFor()
}

/** Pastes `aws iam get-role`'s output into the box. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.getByLabel('Output of aws iam get-role').fill(text)
  await page.getByRole('button', { name: 'Find the fault' }).click()
}

export const codeTitled = async (page: Page, title: string): Promise<string> =>
  (await page.locator('figure', { hasText: title }).last().locator('pre').textContent()) ?? ''

export const verifyAgain = (page: Page) => page.getByRole('button', { name: 'Verify again' }).first().click()

/** Disconnects every account by the API, with the page's own session. */
export async function disconnectAll(page: Page, app: RunningApp): Promise<void> {
  const headers = { origin: app.url }
  const list = await page.request.get(`${app.url}/api/v2/integration/aws/accounts`)
  const { data } = (await list.json()) as { data: { id: string }[] }
  for (const { id } of data) await page.request.delete(`${app.url}/api/v2/integration/aws/accounts/${id}`, { headers })
}
