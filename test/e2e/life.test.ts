// Life after connecting, lived in a real browser by one account: paused, edited, reduced, warned of, rotated, erased; and written down.
import { DeleteRolePolicyCommand } from '@aws-sdk/client-iam'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { HOUR, SECOND } from '../../src/core/clock.ts'
import { systemRandom } from '../../src/core/random.ts'
import { hashPassword } from '../../src/server/auth/secrets.ts'
import { prod, type RunningApp, staging, startApp } from './support/app.ts'
import { openBrowser, screenshot } from './support/browser.ts'
import {
  addInlinePolicy,
  codeTitled,
  createRole,
  email,
  password,
  readAddPage,
  type Shown,
  saveAccount,
  setTrust,
  signUp,
  verifyAgain,
} from './support/onboarding.ts'

const minute = 60_000
vi.setConfig({ testTimeout: 4 * minute })
let app: RunningApp
let browser: Browser
let page: Page
let shown: Shown
/** The account's own page, without a tab. */
let address = ''

beforeAll(async () => {
  ;[app, browser] = await Promise.all([startApp(), openBrowser()])
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })
  page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await signUp(page, app)
  shown = await readAddPage(page, app)
  await createRole(app.iam(prod), shown)
  await saveAccount(page, { accountId: prod, roleName: shown.roleName })
  await page.getByText(/^Connected in /).waitFor({ timeout: minute })
  address = page.url().replace(/\/verify$/, '')
}, 3 * minute)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await page.screenshot({ path: screenshot(task.name), fullPage: true })
})

const open = (tab: string) => page.goto(`${address}?tab=${tab}`)
const button = (name: string | RegExp) => page.getByRole('button', { name })
const change = () => page.getByRole('complementary', { name: 'What will change' })
const save = () => change().getByRole('button', { name: 'Save' })
const section = (name: string) => page.getByRole('button', { name, exact: true }).click()

/** What the API says of the account. */
async function stored(): Promise<Record<string, unknown>> {
  const reply = await page.request.get(address.replace('/integrations/aws/', '/api/v2/integration/aws/'))
  return ((await reply.json()) as { data: { attributes: Record<string, unknown> } }).data.attributes
}

/** Saves, and tells what was sent. */
async function saved(): Promise<unknown> {
  const sent = page.waitForRequest(request => request.method() === 'PATCH')
  await save().click()
  const body = (await sent).postDataJSON() as { data: { attributes: unknown } }
  await change().getByText('Saved').waitFor()
  return body.data.attributes
}

describe('a pause', () => {
  it('is said in the head, on the status and in the list, and ends', async () => {
    await open('overview')
    await button('Pause').click()
    await button('Resume').waitFor()
    const head = page.locator('.hc-page-head')
    await head.getByText('Paused').waitFor()
    expect(await head.getByText('Connected').count()).toBe(0)
    await page.getByText('Nothing is collected. The role is still proven daily.').waitFor()
    await page.goto(`${app.url}/integrations/aws`)
    await page.getByRole('row', { name: /Paused/ }).waitFor()
    await open('overview')
    await button('Resume').click()
    await head.getByText('Connected').waitFor()
    expect(await head.getByText('Paused').count()).toBe(0)
  })
})

describe('an edit', () => {
  it('shows what it comes to and what it costs, and sends only what was changed', async () => {
    await open('settings')
    await change().getByText('Nothing would change.').waitFor()
    expect(await save().isDisabled()).toBe(true)
    await page.getByLabel('Account name').fill('Production EU')
    await page.getByLabel('Only these').first().check()
    await page.getByText('Name at least one region').waitFor()
    await change().getByText('What is marked has to be mended first.').waitFor()
    await page.getByLabel('eu-west-1').check()
    await change().getByText('Charts and lists will say Production EU.').waitFor()
    await change().getByText('us-east-1 will no longer be collected', { exact: false }).waitFor()
    const [now, then] = await change().locator('.hc-prices dd').allTextContents()
    expect(now).toMatch(/^\$\d.* now$/)
    expect(Number.parseFloat(then?.slice(1) ?? '')).toBeLessThan(Number.parseFloat(now?.slice(1) ?? ''))
    expect(await saved()).toEqual({
      account_name: 'Production EU',
      aws_regions: { include_only: ['eu-west-1'] },
    })
    await page.getByRole('heading', { level: 1, name: 'Production EU' }).waitFor()
    expect(await stored()).toMatchObject({ aws_regions: { include_only: ['eu-west-1'] } })
  })

  it('shows the server’s faults at their fields, and is undone', async () => {
    await page.getByLabel('Other regions').fill('us-gov-west-1')
    await page.getByText('invalid regions: [us-gov-west-1]').waitFor()
    await change().getByRole('button', { name: 'Undo' }).click()
    await change().getByText('Nothing would change.').waitFor()
    expect(await page.getByText('invalid regions').count()).toBe(0)
  })

  it('of filters says which metrics would be read', async () => {
    await section('Metrics')
    await button('Add a metric filter').click()
    await page.getByLabel('Namespace', { exact: true }).fill('AWS/EC2')
    await page.getByLabel('Metric names').fill('aws.ec2.network*, aws.ec2.nothing*')
    const come = page.getByRole('region', { name: 'What these filters come to' })
    await come.getByRole('row', { name: 'aws.ec2.nothing* 0' }).waitFor()
    const [, read, all] = /(\d+) of (\d+) metrics would be read/.exec((await come.textContent()) ?? '') ?? []
    expect(Number(read)).toBeGreaterThan(0)
    expect(Number(read)).toBeLessThan(Number(all))
    await button('Add a tag filter').click()
    await page.getByLabel('Tags', { exact: true }).first().fill('env:production, !team:search')
    await page.getByText('Choose the namespace that the filter is for').waitFor()
    await page.getByLabel('Namespace', { exact: true }).first().fill('AWS/RDS')
    await change().getByText('AWS/RDS will be read as its tags say', { exact: false }).waitFor()
    expect(await saved()).toEqual({
      metrics_config: {
        tag_filters: [{ namespace: 'AWS/RDS', tags: ['env:production', '!team:search'] }],
        metric_name_filters: [{ namespace: 'AWS/EC2', exclude_only: ['aws.ec2.network*', 'aws.ec2.nothing*'] }],
      },
    })
  })
})

describe('a permission that is taken away', () => {
  it('reduces the account; the guide says why, and the feature is given up', async () => {
    const deny = { Effect: 'Deny', Action: 'cloudwatch:DescribeAlarms', Resource: '*' }
    await addInlinePolicy(app.iam(prod), shown.roleName, JSON.stringify({ Version: '2012-10-17', Statement: [deny] }))
    await open('overview')
    await verifyAgain(page)
    await page.getByText('1 action missing; 1 feature reduced').first().waitFor({ timeout: minute })
    await page.getByRole('link', { name: 'What is missing, and what mends it' }).click()
    const row = page.getByRole('row', { name: /cloudwatch:DescribeAlarms/ })
    await row.getByText('a Deny statement of the role’s policies').waitFor()
    await row.getByRole('link', { name: 'Read the guide on this' }).click()
    await page.getByRole('heading', { name: 'An explicit deny' }).waitFor()
    expect(await page.locator(':target').count()).toBe(1)
    await open('permissions')
    await button('Turn off Alarms').click()
    await page.getByText('Nothing is missing').waitFor({ timeout: minute })
    await page.locator('.hc-page-head').getByText('Connected', { exact: true }).waitFor()
    expect(await stored()).toMatchObject({ metrics_config: { collect_cloudwatch_alarms: false } })
    await app.iam(prod).send(new DeleteRolePolicyCommand({ RoleName: shown.roleName, PolicyName: 'mended' }))
  })
})

describe('a warning', () => {
  it('is accepted with a reason and a name, and withdrawn', async () => {
    const both = shown.trust.replace(`"${shown.externalId}"`, `["${shown.externalId}", "that-of-another-tool"]`)
    await setTrust(app.iam(prod), shown.roleName, both)
    await open('overview')
    await verifyAgain(page)
    await page.getByText('Another external ID is admitted').first().waitFor({ timeout: minute })
    await button(/^Accept with reason/).click()
    const dialog = page.getByRole('dialog', { name: 'Leave this warning as it is?' })
    const accept = dialog.getByRole('button', { name: 'Accept with reason' })
    expect(await accept.isDisabled()).toBe(true)
    await dialog.getByLabel('Reason').fill('The old tool, until March')
    await accept.click()
    await page.getByText(new RegExp(`^Accepted by ${email} on .*“The old tool, until March”`)).waitFor()
    await button('Withdraw').click()
    await button(/^Accept with reason/).waitFor()
    await setTrust(app.iam(prod), shown.roleName, shown.trust)
  })
})

describe('a rotation', () => {
  it('is finished when AWS accepts the next value, and ends with the old one taken out', async () => {
    await open('settings')
    await button('Rotate the external ID').click()
    await page.getByText('AWS does not accept the next value yet', { exact: false }).first().waitFor()
    expect(await button('Finish the rotation').isDisabled()).toBe(true)
    await setTrust(app.iam(prod), shown.roleName, await codeTitled(page, 'Trust policy with both values'))
    await app.pass(10 * SECOND)
    await page.getByText('AWS accepts the next value').waitFor({ timeout: minute })
    await button('Finish the rotation').click()
    await page.getByText('The external ID has been rotated').waitFor()
    const trust = await codeTitled(page, 'Trust policy with the new value alone')
    const { auth_config } = (await stored()) as { auth_config: { external_id: string } }
    expect(auth_config.external_id).not.toBe(shown.externalId)
    expect(trust).toContain(auth_config.external_id)
    expect(trust).not.toContain(shown.externalId)
    await setTrust(app.iam(prod), shown.roleName, trust)
    await page.getByRole('tab', { name: 'Status' }).click()
    await verifyAgain(page)
    await page.locator('[data-step=wrong_external_id][data-state=passed]').waitFor()
    await page.locator('.hc-page-head').getByText('Connected', { exact: true }).waitFor({ timeout: minute })
    expect(await page.getByText('Another external ID is admitted').count()).toBe(0)
  })
})

describe('the Permissions page', () => {
  it('says what is called and why, and how this account’s policies differ from it', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Permissions' }).click()
    await page.getByRole('heading', { name: /^Every action/ }).waitFor()
    await page.getByRole('row', { name: /cloudwatch:GetMetricData/ }).waitFor()
    await page.getByRole('tab', { name: 'In your accounts' }).click()
    const row = page.getByRole('row', { name: /Production EU/ })
    await row.getByText(/Nothing differs|no longer used/).click()
    await row
      .getByRole('row', { name: /Needed/ })
      .first()
      .waitFor()
  })
})

/** So that what is read from CloudWatch can be watched on its way. */
const slow = { service: 'monitoring', operation: 'GetMetricData', kind: { latencyMs: 1_500 } }

describe('a chart of what nobody watched', () => {
  it('says that it is being filled, and is', async () => {
    app.clock.advance(2 * HOUR)
    app.simulator.faults.add(slow)
    // The last of these two hours: what is seldom read has no point in it.
    const [from, to] = [app.clock.now() - HOUR, app.clock.now()].map(at => Math.floor(at / SECOND))
    const query = new URLSearchParams({ q: 'avg:aws.lambda.duration{*}', from: String(from), to: String(to) })
    await page.goto(`${app.url}/explore?${query}`)
    await page.getByText(/^filling \d+ metrics?$/).waitFor()
    await page.getByText('1 series').waitFor()
    await page.getByText(/^filling/).waitFor({ state: 'hidden' })
    app.simulator.faults.clear()
  })
})

describe('a long history', () => {
  it('tells its price, is confirmed, and is stopped on the way', async () => {
    app.simulator.faults.add(slow)
    await open('settings')
    const panel = page.locator('.hc-panel', { has: page.getByRole('heading', { name: 'Long history' }) })
    await panel.getByRole('button', { name: /15 months/ }).click()
    await page.getByRole('option', { name: '3 months' }).click()
    await panel.getByText(/^\d+ metrics, at most [\d,]+ hourly points/).waitFor()
    await panel.getByRole('button', { name: /^Read it for \$\d/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Read 3 months of history?' })
    await dialog.getByRole('button', { name: /^Read for \$\d/ }).click()
    await panel.getByText('Reading 3 months of history').first().waitFor()
    await panel.getByRole('button', { name: 'Stop' }).click()
    await panel.getByText('Reading 3 months was stopped', { exact: false }).waitFor()
    await panel.getByRole('button', { name: /^Read it for/ }).waitFor()
    app.simulator.faults.clear()
  })
})

describe('an AWS Organization', () => {
  it('is read through the account; who joins is chosen, and nobody joins who is not wanted', async () => {
    const Statement = [{ Effect: 'Allow', Action: ['organizations:Describe*', 'organizations:List*'], Resource: '*' }]
    await addInlinePolicy(app.iam(prod), shown.roleName, JSON.stringify({ Version: '2012-10-17', Statement }))
    await page.goto(`${app.url}/integrations/aws/organizations/connect`)
    await button('Connect the Organization').click()
    await page.getByRole('heading', { level: 1, name: /^AWS Organization o-/ }).waitFor()
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByLabel('Accounts join by themselves').click()
    await page.getByRole('tab', { name: 'Accounts' }).click()
    const member = page.getByRole('row', { name: new RegExp(staging) })
    await member.getByText('Not chosen').waitFor({ timeout: minute })
    await page.getByLabel(/^Root/).check()
    await button('Save the choice').click()
    await member.getByText('Not joined').waitFor()
    await member.getByRole('button', { name: 'Exclude' }).click()
    await member.getByText('Excluded').waitFor()
    await page.getByRole('tab', { name: 'Make the roles' }).click()
    expect(await codeTitled(page, 'Commands for AWS CloudShell')).toContain('create-stack-set')
    await page.getByRole('tab', { name: 'Settings' }).click()
    await button('Disconnect').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('heading', { level: 1, name: /^AWS Organization/ }).waitFor({ state: 'hidden' })
    expect(await page.getByRole('row', { name: new RegExp(staging) }).count()).toBe(0)
  })
})

describe('a disconnection', () => {
  it('with the data erased is counted until nothing is left', async () => {
    await open('settings')
    await button('Disconnect…').click()
    const dialog = page.getByRole('dialog', { name: 'Disconnect this account' })
    await dialog.getByText(`arn:aws:iam::${prod}:role/${shown.roleName}`).first().waitFor()
    await dialog.getByLabel('Erase the data').check()
    await dialog.getByText('What is erased cannot be brought back').waitFor()
    const erase = dialog.getByRole('button', { name: 'Disconnect and erase the data' })
    expect(await erase.isDisabled()).toBe(true)
    await dialog.getByLabel(`Type ${prod} to confirm`).fill(prod)
    await erase.click()
    await page.getByRole('heading', { level: 2, name: 'Connect your first AWS account' }).waitFor()
    const said = page.getByText(/^[\d,]+ rows erased on [\d-]+, and counted: nothing is left$/)
    await said.waitFor({ timeout: 3 * minute })
    expect(await said.textContent()).not.toMatch(/^0 /)
    expect(await app.heycloud.telemetry.countAccount('default', prod)).toBe(0)
  })
})

describe('the audit log', () => {
  it('says who did all this, and what was refused', async () => {
    await page.request.get(`${app.url}/api/v2/integration/aws/accounts/00000000-0000-4000-8000-000000000000`)
    await page.getByRole('navigation').getByRole('link', { name: 'Audit' }).click()
    const rows = page.locator('tbody tr')
    await page.getByRole('row', { name: /Finish the rotation of an external ID/ }).waitFor()
    await page.getByRole('searchbox', { name: 'Filter by person' }).fill(`${email} accept until march`)
    await page.getByRole('row', { name: /Accept a warning.*The old tool, until March/ }).waitFor()
    expect(await rows.count()).toBe(1)
    await page.getByLabel('Only what was refused').check()
    await button('Clear the filter').click()
    await page.getByLabel('Only what was refused').check()
    // One, and none from the page of the account that was just removed.
    await page.getByRole('row', { name: /Read an account Refused.*account_not_found/ }).waitFor()
    expect(await rows.filter({ hasNotText: 'Refused' }).count()).toBe(0)
  })

  it('is nobody’s but the administrators’', async () => {
    const viewer = { id: systemRandom.uuid(), organisation: 'default', email: 'eve@acme.test', role: 'viewer' as const }
    await app.heycloud.settings.people.insert(
      { ...viewer, createdAt: app.clock.now() },
      await hashPassword(password, systemRandom),
    )
    const other = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    await other.goto(`${app.url}/audit`)
    await other.getByLabel('E-mail address').fill(viewer.email)
    await other.getByLabel('Password', { exact: true }).fill(password)
    await other.getByRole('button', { name: 'Sign in' }).click()
    await other.getByText('Only administrators may read the audit log').waitFor()
    expect(await other.getByRole('link', { name: 'Audit' }).count()).toBe(0)
    expect((await other.request.get(`${app.url}/api/v2/heycloud/audit`)).status()).toBe(403)
  })
})
