// What monitoring costs, as a person meets it: a limit with a new account, the page, a limit for all, and what it stops.
import { PutRolePolicyCommand } from '@aws-sdk/client-iam'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { monthOf } from '../../src/core/budget.ts'
import { DAY } from '../../src/core/clock.ts'
import { prod, type RunningApp, startApp } from './support/app.ts'
import { openBrowser, screenshot } from './support/browser.ts'
import { createRole, lastPart, readAddPage } from './support/onboarding.ts'

const minute = 60_000
let app: RunningApp
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  ;[app, browser] = await Promise.all([startApp({ demo: true }), openBrowser()])
  context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })
  page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(app.link)
  await page.getByRole('heading', { level: 1, name: 'AWS Overview' }).waitFor()
}, 3 * minute)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const panel = (name: string) => page.locator('.hc-panel', { has: page.getByRole('heading', { level: 2, name }) })

/** What earlier days of the month have cost, as the ledger would have written it down. */
async function spendEarlier(id: string): Promise<void> {
  const month = monthOf(app.clock.now())
  const namespaces = ['AWS/EC2', 'AWS/Lambda', 'AWS/RDS', 'AWS/ApplicationELB', 'AWS/DynamoDB', '']
  const rows = Array.from({ length: new Date(app.clock.now()).getUTCDate() - 1 }, (_, day) =>
    namespaces.map((namespace, at) => ({
      ...{ organisation: 'default', accountConfigId: id, region: at % 2 ? 'eu-west-1' : 'us-east-1', namespace },
      ...{ day: `${month}-${String(day + 1).padStart(2, '0')}`, operation: 'cloudwatch:GetMetricData' },
      ...{ calls: 300, queries: 9_000, chargeableMetrics: 9_000, datapoints: 45_000 },
      charge: (0.12 + 0.03 * Math.sin(day)) / (at + 1),
    })),
  ).flat()
  const [account] = await app.heycloud.settings.accounts.listAll()
  const organisation = account?.organisation ?? 'default'
  await app.heycloud.settings.cost.add(rows.map(row => ({ ...row, organisation })))
}

it('takes a limit with a new account, and says what is wrong with one', { timeout: 3 * minute }, async () => {
  const shown = await readAddPage(page, app)
  await createRole(app.iam(prod), shown)
  const form = lastPart(page)
  await form.getByLabel('Account ID', { exact: true }).fill(prod)
  await form.getByLabel('Role name', { exact: true }).fill(shown.roleName)
  await form.getByText('Name, tags, regions and monthly limit').click()
  const limit = form.getByLabel('Monthly limit for CloudWatch charges')
  await limit.fill('a lot')
  await form.getByLabel('I confirm the HeyCloud IAM role was added').check()
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByText('Enter US dollars, such as 25 or 12.50').waitFor()
  await limit.fill('$25')
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByText(/^Connected in /).waitFor({ timeout: minute })
})

it('shows the month, the days, the limit, other ways and the assumptions', { timeout: 3 * minute }, async () => {
  const [account] = await app.heycloud.settings.accounts.listAll()
  if (!account) throw new Error('There is no account')
  await spendEarlier(account.id)
  await page.getByRole('link', { name: 'Cost of monitoring' }).first().click()
  await page.getByRole('heading', { level: 1, name: 'Cost of monitoring' }).waitFor()
  await panel('This month').getByText('No limit', { exact: true }).waitFor()
  await page.getByRole('img', { name: /^Calculated charges by day, \d+ days?$/ }).waitFor()
  const row = panel('Accounts and their limits').getByRole('row', { name: /\$25\.00/ })
  await row.getByRole('img', { name: /of \$25\.00 spent/ }).waitFor()
  await row.getByText('Off').waitFor()
  const ways = panel('What it would cost instead')
  await ways.getByRole('row', { name: /Everything every minute/ }).waitFor()
  expect(await panel('What these figures assume').locator('dt').count()).toBeGreaterThan(5)
  const places = panel('Where it goes')
  await places.getByRole('combobox', { name: /Filter by account/ }).fill('Lambda')
  await page.keyboard.press('Enter')
  await expect.poll(() => places.getByRole('row', { name: /AWS\/RDS/ }).count()).toBe(0)
  expect(await places.getByRole('row', { name: /AWS\/Lambda/ }).count()).toBeGreaterThan(0)
})

it('puts AWS’s own figures beside, once the feature is on and allowed', { timeout: 3 * minute }, async () => {
  const [account] = await app.heycloud.settings.accounts.listAll()
  if (!account) throw new Error('There is no account')
  account.settings.features.cost_management = true
  await app.heycloud.settings.accounts.update(account)
  app.heycloud.collector.wake()
  const read = () => app.heycloud.settings.billed.get(account.id)
  await expect.poll(async () => (await read())?.notSeen?.state, { timeout: minute }).toBe('denied')
  await page.reload()
  await panel('This month').getByText('ce:GetCostAndUsage is not allowed').waitFor()
  const Statement = [{ Effect: 'Allow', Action: 'ce:GetCostAndUsage', Resource: '*' }]
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  const policy = { RoleName: 'HeyCloudIntegrationRole', PolicyName: 'cost', PolicyDocument }
  await app.iam(prod).send(new PutRolePolicyCommand(policy))
  // What was read today is on AWS's bill tomorrow.
  await expect
    .poll(
      async () => {
        app.clock.advance(DAY / 8)
        app.heycloud.collector.wake()
        return (await read())?.days.length ?? 0
      },
      { timeout: minute, interval: 500 },
    )
    .toBeGreaterThan(0)
  await page.reload()
  await panel('This month')
    .getByText(/up to \d+ \w+; HeyCloud’s own reading of those days: \$/)
    .waitFor()
})

const looks = [
  ['light', { width: 1440, height: 900 }, 'light'],
  ['dark', { width: 1440, height: 900 }, 'dark'],
  ['narrow', { width: 390, height: 844 }, 'light'],
] as const

it.each(looks)('is drawn in %s', { timeout: minute }, async (look, viewport, colorScheme) => {
  const own = await browser.newContext({
    locale: 'en-GB',
    storageState: await context.storageState(),
    viewport,
    colorScheme,
  })
  const looked = await own.newPage()
  const faults: string[] = []
  looked.on('pageerror', error => faults.push(error.message))
  looked.on('console', message => message.type() === 'error' && faults.push(message.text()))
  await looked.goto(`${app.url}/cost`)
  await looked.getByRole('heading', { level: 2, name: 'What these figures assume' }).waitFor()
  await expect.poll(() => looked.locator('main .hc-skeleton').count()).toBe(0)
  await looked.screenshot({ path: screenshot(`cost-${look}`), fullPage: true })
  expect(faults).toEqual([])
  expect(await looked.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width)
  await own.close()
})

it('stops what costs when the limit for all is reached, says so on every page, and goes on', {
  timeout: 3 * minute,
}, async () => {
  await page.getByRole('button', { name: 'Set a monthly limit for all accounts together' }).click()
  const dialog = page.getByRole('dialog', { name: 'Monthly limit for all accounts together' })
  const field = dialog.getByLabel('Monthly limit for CloudWatch charges')
  await field.fill('0.5')
  await dialog.getByText('reading that costs will stop at once').waitFor()
  await page.screenshot({ path: screenshot('cost-limit-light') })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await panel('Accounts and their limits').getByText('Stopped').waitFor()
  await page.goto(`${app.url}/integrations/aws`)
  await page.getByText(/The monthly limit of \$0\.50 .* of all accounts together is reached/).waitFor()
  await page.screenshot({ path: screenshot('cost-stopped-light') })
  await page.getByRole('main').getByRole('link', { name: 'Cost of monitoring' }).click()
  await page.getByRole('button', { name: 'Change the monthly limit of all accounts together' }).click()
  await dialog.getByRole('button', { name: 'Remove the limit' }).click()
  await panel('Accounts and their limits').getByText('Stopped').waitFor({ state: 'detached' })
  await expect.poll(() => page.getByText('is reached').count()).toBe(0)
})
