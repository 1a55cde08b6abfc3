// The guide, walked in a real browser: from the one-time link to the first chart, with the role made from what the page shows.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR } from '../../src/core/clock.ts'
import { prod, type RunningApp, staging, startApp } from './support/app.ts'
import { openBrowser } from './support/browser.ts'
import {
  createRole,
  email,
  lastPart,
  part,
  password,
  policyPart,
  readAddPage,
  rolePart,
  saveAccount,
  signUp,
} from './support/onboarding.ts'

const minute = 60_000
let app: RunningApp
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  ;[app, browser] = await Promise.all([startApp(), openBrowser()])
  context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })
  page = await context.newPage()
  page.setDefaultTimeout(15_000)
}, 2 * minute)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

describe('coming in', () => {
  it('makes the first administrator by the link, once', async () => {
    await page.goto(app.link)
    await page.getByLabel('Password, 12 characters or more').fill('short')
    await page.getByRole('button', { name: 'Make my account' }).click()
    await page.getByText('Enter an e-mail address, such as').waitFor()
    await page.getByText('The password needs 12 characters or more').waitFor()
    await signUp(page, app)
    const other = await browser.newContext({ locale: 'en-GB' })
    const stranger = await other.newPage()
    await stranger.goto(app.link)
    await stranger.getByRole('heading', { name: 'This link has been used or has expired' }).waitFor()
    await other.close()
  })

  it('signs out and in again, and says when the password is wrong', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('The e-mail address or the password is wrong').waitFor()
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 2, name: 'Connect your first AWS account' }).waitFor()
  })
})

describe('the guide', () => {
  it('is entered from the empty list', async () => {
    await page.getByRole('link', { name: 'Add AWS Account' }).click()
    await part(page, 'Generate an external ID').waitFor()
    await page.getByText('HeyCloud runs as').waitFor()
  })

  it('makes a new external ID only when asked twice', async () => {
    const before = await readAddPage(page, app)
    await page.getByRole('button', { name: 'Generate new ID' }).click()
    const dialog = page.getByRole('dialog', { name: 'Generate a new external ID?' })
    await dialog.getByText('Roles made with the old ID and not yet saved will be refused.').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    expect((await readAddPage(page, app)).externalId).toBe(before.externalId)
    await page.getByRole('button', { name: 'Generate new ID' }).click()
    await dialog.getByRole('button', { name: 'Generate new ID' }).click()
    await dialog.waitFor({ state: 'hidden' })
    const shown = await part(page, 'Generate an external ID').getByRole('textbox').inputValue()
    expect(shown).not.toBe(before.externalId)
    expect((await readAddPage(page, app)).trust).toContain(shown)
  })

  it('offers the policy in wildcards and strict, each whole action named', async () => {
    const { policy } = await readAddPage(page, app)
    expect(JSON.parse(policy).Statement[0].Action.some((action: string) => action.endsWith('*'))).toBe(true)
    await policyPart(page).getByRole('button', { name: 'Strict (complete action names)' }).click()
    const strict = (await policyPart(page).locator('figure pre').textContent()) ?? ''
    const actions: string[] = JSON.parse(strict).Statement[0].Action
    expect(actions.every(action => /^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action))).toBe(true)
    await policyPart(page)
      .getByText(/of 6,144 characters, 1 policy/)
      .waitFor()
    await rolePart(page).getByRole('tab', { name: 'AWS CLI' }).click()
    await rolePart(page).getByText('Commands for AWS CloudShell').waitFor()
  })

  it('says what is wrong while it is typed, and changes nothing silently', async () => {
    await readAddPage(page, app)
    const form = lastPart(page)
    const save = form.getByRole('button', { name: 'Save' })
    expect((await save.getAttribute('aria-disabled')) === 'true' || (await save.isDisabled())).toBe(true)
    await form.getByText('Tick the box above first').locator('visible=true').waitFor()
    await form.getByLabel('Account ID', { exact: true }).fill('1111-2222-3333')
    await form.getByText('Dashes were removed.').waitFor()
    expect(await form.getByLabel('Account ID', { exact: true }).inputValue()).toBe(prod)
    const role = form.getByLabel('Role name', { exact: true })
    await role.fill('SomeRole ')
    await form.getByText('There is a space after the name').waitFor()
    await form.getByRole('button', { name: 'Remove it' }).click()
    expect(await role.inputValue()).toBe('SomeRole')
    await form.getByLabel('Role ARN').fill(`arn:aws:iam::${staging}:role/team/Reader`)
    expect(await role.inputValue()).toBe('team/Reader')
    await form.getByLabel('Account ID', { exact: true }).fill(prod)
    await form.getByText(`The role is in ${staging}, you entered ${prod}.`).waitFor()
    await form.getByRole('button', { name: `Use ${staging}` }).click()
    expect(await form.getByLabel('Account ID', { exact: true }).inputValue()).toBe(staging)
    await form.getByLabel('Role ARN').fill('')
  })

  it(
    'connects, proves the role safe, and shows data',
    async () => {
      const shown = await readAddPage(page, app)
      await createRole(app.iam(prod), shown)
      await saveAccount(page, { accountId: prod, roleName: shown.roleName })
      for (const step of [
        'assume_role',
        'no_external_id',
        'wrong_external_id',
        'permissions',
        'trust_policy',
        'first_data',
      ])
        await page.locator(`[data-step=${step}][data-state=passed]`).waitFor({ timeout: minute })
      await page.getByText(/^Connected in /).waitFor()
      await page.getByRole('link', { name: 'Open AWS Overview' }).click()
      await page.getByText('1 of 1 accounts seen').waitFor({ timeout: minute })
      const requests = page.getByRole('region', { name: 'Load balancer requests' })
      await requests.locator('canvas').first().waitFor({ timeout: minute })
      await requests.getByRole('button', { name: 'Show as a table: Load balancer requests' }).click()
      expect(await requests.locator('tbody tr').count()).toBeGreaterThan(60)
    },
    3 * minute,
  )

  it('shows a fresh external ID to the next account', async () => {
    const account = await page.request.get(`${app.url}/api/v2/integration/aws/accounts`)
    const [connected] = ((await account.json()) as { data: { attributes: { auth_config: { external_id: string } } }[] })
      .data
    const next = await readAddPage(page, app)
    expect(next.externalId).not.toBe(connected?.attributes.auth_config.external_id)
    expect(await lastPart(page).getByLabel('Role name', { exact: true }).inputValue()).toBe('')
  })

  it('says that an account is connected already, and opens it', async () => {
    await readAddPage(page, app)
    const form = lastPart(page)
    await form.getByLabel('I confirm the HeyCloud IAM role was added').check()
    await form.getByLabel('Account ID', { exact: true }).fill(prod)
    await form.getByLabel('Role name', { exact: true }).fill('Another')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText('This account is connected already').waitFor()
    await form.getByRole('link', { name: 'Open it' }).click()
    await page.getByRole('tab', { name: 'Settings' }).waitFor()
  })
})

describe('the account’s page', () => {
  it('renames it, and the name is on every list', async () => {
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByLabel('Account name').fill('Production EU')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved').waitFor()
    await page.goto(`${app.url}/integrations/aws`)
    await page.getByRole('link', { name: 'Production EU' }).waitFor()
  })

  it('goes to it by Ctrl-K', async () => {
    await page.goto(`${app.url}/coverage`)
    await page.getByRole('heading', { level: 1, name: 'Coverage' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: /Jump to/ }).fill('production')
    await page.getByRole('option', { name: /Production EU/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Production EU' }).waitFor()
  })

  it('disconnects it only after its ID was typed', async () => {
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Disconnect' }).click()
    const dialog = page.getByRole('dialog', { name: 'Disconnect this account' })
    expect(await dialog.getByRole('button', { name: 'Disconnect' }).isDisabled()).toBe(true)
    await dialog.getByLabel(`Type ${prod} to confirm`).fill(prod)
    await dialog.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('heading', { level: 2, name: 'Connect your first AWS account' }).waitFor()
  })
})

// Last: from here on HeyCloud's clock is days ahead.
describe('the draft', () => {
  it('shows one external ID for 48 hours, and what is typed stays', async () => {
    const first = await readAddPage(page, app)
    expect(first.externalId).toMatch(/^[0-9a-f]{32}$/)
    expect(first.accountId).toBe(app.simulator.heycloud.accountId)
    await page.getByText('HeyCloud runs as').waitFor()
    await lastPart(page).getByLabel('Role name', { exact: true }).fill('HalfTyped')
    await page.goto(`${app.url}/coverage`)
    await app.pass(47 * HOUR)
    const again = await readAddPage(page, app)
    expect(again.externalId).toBe(first.externalId)
    expect(await lastPart(page).getByLabel('Role name', { exact: true }).inputValue()).toBe('HalfTyped')
    await app.pass(2 * HOUR)
    expect((await readAddPage(page, app)).externalId).not.toBe(first.externalId)
  })
})
