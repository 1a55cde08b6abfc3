// Each way in which connecting fails, met and mended in a real browser: the page names the cause and what it says mends it.
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { SECOND } from '../../src/core/clock.ts'
import { prod, type RunningApp, staging, startApp } from './support/app.ts'
import { openBrowser, screenshot } from './support/browser.ts'
import {
  addInlinePolicy,
  codeTitled,
  createRole,
  disconnectAll,
  getRoleOutput,
  paste,
  readAddPage,
  type Shown,
  saveAccount,
  setTrust,
  signUp,
  verifyAgain,
} from './support/onboarding.ts'

const minute = 60_000
vi.setConfig({ testTimeout: 3 * minute })
const refused = 'HeyCloud is not authorized to perform sts:AssumeRole'
let app: RunningApp
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[app, browser] = await Promise.all([startApp(), openBrowser()])
  page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  page.setDefaultTimeout(20_000)
  await signUp(page, app)
}, 2 * minute)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await page.screenshot({ path: screenshot(task.name), fullPage: true })
  await disconnectAll(page, app)
})

/** What the page shows, with a role's name of its own for each test. */
async function shownFor(roleName: string): Promise<Shown> {
  return { ...(await readAddPage(page, app)), roleName }
}

const alert = (title: string | RegExp) => page.getByText(title).first().waitFor()
const connected = () => page.getByText(/^Connected in /).waitFor({ timeout: minute })
const marked = () => page.locator('.hc-line-marked').first()

/** The trust policy that the page shows, changed. */
const changed = (trust: string, change: (statement: Record<string, unknown>) => void): string => {
  const document = JSON.parse(trust) as { Statement: Record<string, unknown>[] }
  for (const statement of document.Statement) change(statement)
  return JSON.stringify(document)
}

/** Leaves HeyCloud's own identity with these actions alone; the answer gives back what it had. */
function ownPolicy(...actions: string[]): () => void {
  const { accountId, userName } = app.simulator.heycloud
  const own = (change: (user: { attached: string[]; inline: Record<string, string> }) => void) =>
    app.simulator.iam.change(accountId, draft => {
      const user = draft.users[userName]
      if (user) change(user)
    })
  let before: Record<string, unknown> = {}
  own(user => {
    before = { attached: [...user.attached], inline: { ...user.inline } }
    const Statement = [{ Effect: 'Allow', Action: actions, Resource: '*' }]
    Object.assign(user, { attached: [], inline: { own: JSON.stringify({ Version: '2012-10-17', Statement }) } })
  })
  return () => own(user => Object.assign(user, before))
}

describe('a role that refuses', () => {
  it('because its name is written in another case: the pasted role gives its right name', async () => {
    const shown = await shownFor('CaseSensitiveRole')
    await createRole(app.iam(prod), shown)
    await saveAccount(page, { accountId: prod, roleName: 'casesensitiverole' })
    await alert(refused)
    await page.locator('[data-cause=role_name]').getByText('casesensitiverole').first().waitFor()
    await page
      .locator('[data-cause=role_name]')
      .getByText(/^aws iam list-roles/)
      .waitFor()
    await paste(page, await getRoleOutput(app.iam(prod), shown.roleName))
    await page.getByRole('button', { name: 'Use CaseSensitiveRole' }).click()
    await connected()
  })

  it('because it trusts another external ID: the line is marked and the corrected policy mends it', async () => {
    const shown = await shownFor('WrongExternalId')
    const wrong = shown.externalId.replace(/^./, first => (first === '0' ? '1' : '0'))
    await createRole(app.iam(prod), { ...shown, trust: shown.trust.replace(shown.externalId, wrong) })
    await saveAccount(page, { accountId: prod, roleName: shown.roleName })
    await alert(refused)
    await paste(page, await getRoleOutput(app.iam(prod), shown.roleName))
    expect(await marked().textContent()).toContain(wrong)
    const corrected = await codeTitled(page, 'The corrected trust policy')
    expect(corrected).toContain(shown.externalId)
    await setTrust(app.iam(prod), shown.roleName, corrected)
    await verifyAgain(page)
    await connected()
  })

  it('because it is in another account: the pasted ARN decides', async () => {
    const shown = await shownFor('InTheOtherAccount')
    await createRole(app.iam(prod), shown)
    await saveAccount(page, { accountId: staging, roleName: shown.roleName })
    await alert(refused)
    await paste(page, await getRoleOutput(app.iam(prod), shown.roleName))
    await alert(`The role is in ${prod}, you entered ${staging}.`)
    await page.getByRole('button', { name: `Use ${prod}` }).click()
    await connected()
  })

  it('because it requires MFA', async () => {
    const shown = await shownFor('RequiresMfa')
    const trust = changed(shown.trust, statement => {
      statement.Condition = { ...(statement.Condition as object), Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
    })
    await createRole(app.iam(prod), { ...shown, trust })
    await saveAccount(page, { accountId: prod, roleName: shown.roleName })
    await alert(refused)
    await paste(page, await getRoleOutput(app.iam(prod), shown.roleName))
    await page.locator('.hc-line-marked', { hasText: 'aws:MultiFactorAuthPresent' }).waitFor()
    await setTrust(app.iam(prod), shown.roleName, await codeTitled(page, 'The corrected trust policy'))
    await verifyAgain(page)
    await connected()
  })

  it('because HeyCloud itself may not call sts:AssumeRole: said as certain', async () => {
    const restore = ownPolicy('iam:SimulatePrincipalPolicy')
    const shown = await shownFor('OwnPermission')
    await createRole(app.iam(prod), shown)
    await saveAccount(page, { accountId: prod, roleName: shown.roleName })
    await alert(refused)
    await page.locator('[data-cause=own_permission]').getByText('This is the cause').waitFor()
    restore()
    await verifyAgain(page)
    await connected()
  })
})

describe('a role that admits too many', () => {
  it('without the external ID is blocked and nothing is collected; the shown Condition mends it', async () => {
    const shown = await shownFor('NoCondition')
    const open = changed(shown.trust, statement => {
      delete statement.Condition
    })
    await createRole(app.iam(prod), { ...shown, trust: open })
    await saveAccount(page, { accountId: prod, roleName: shown.roleName })
    await page.locator('[data-step=no_external_id]:not([data-state=waiting])').waitFor()
    // A just-mended trust may still admit for a while, so HeyCloud asks again for a minute before it blocks.
    await expect
      .poll(() => app.pass(15 * SECOND).then(() => page.getByText('nothing has been collected').count()), {
        timeout: minute,
        interval: 1_000,
      })
      .toBeGreaterThan(0)
    await alert('The role can be assumed without the external ID')
    const coverage = await page.request.get(`${app.url}/api/v2/integration/aws/coverage`)
    expect(((await coverage.json()) as { data: unknown[] }).data).toEqual([])
    const corrected = await codeTitled(page, 'The corrected trust policy')
    expect(corrected).toContain(shown.externalId)
    await setTrust(app.iam(prod), shown.roleName, corrected)
    await verifyAgain(page)
    await connected()
  })
})

describe('a role that lacks a permission', () => {
  it('is connected, amber, and the smallest policy that is shown mends it', async () => {
    const shown = await shownFor('LacksOne')
    const policy = changed(shown.policy, statement => {
      statement.Action = (statement.Action as string[]).filter(
        action => !/^(rds|cloudwatch:DescribeAlarms)/.test(action),
      )
    })
    await createRole(app.iam(prod), { ...shown, policy })
    await saveAccount(page, { accountId: prod, roleName: shown.roleName })
    await alert(/^\d+ actions missing; \d features reduced$/)
    await page.getByRole('rowheader', { name: 'cloudwatch:DescribeAlarms' }).waitFor()
    const smallest = await codeTitled(page, 'The smallest policy that adds them')
    expect(smallest).not.toContain('*:')
    expect(smallest).not.toContain('ec2:')
    // Not seen is not quiet.
    const verifying = page.url()
    await page.goto(app.url)
    const alarms = page.getByRole('region', { name: 'Alarms in ALARM' })
    await alarms.getByText('cloudwatch:DescribeAlarms is denied').waitFor()
    expect(await alarms.textContent()).not.toContain('No CloudWatch alarm')
    await page.goto(verifying)
    await addInlinePolicy(app.iam(prod), shown.roleName, smallest)
    await page.getByRole('button', { name: 'Check again' }).click()
    await connected()
    expect(await page.getByText(/actions missing/).count()).toBe(0)
  })
})
