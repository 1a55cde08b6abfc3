// Every page in light, dark and narrow: pictures for people, and what no page may do, whatever it shows.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prod, type RunningApp, staging, startApp } from './support/app.ts'
import { openBrowser, screenshot } from './support/browser.ts'
import { createRole, disconnectAll, lastPart, readAddPage, rolePart, saveAccount } from './support/onboarding.ts'

const minute = 60_000
let app: RunningApp
let browser: Browser
let session: Awaited<ReturnType<BrowserContext['storageState']>>
let connectedPath = ''
let refusedPath = ''

beforeAll(async () => {
  ;[app, browser] = await Promise.all([startApp({ demo: true }), openBrowser()])
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(app.link)
  // In the demo the link alone signs in.
  await page.getByRole('heading', { level: 1, name: 'AWS Overview' }).waitFor()
  const shown = await readAddPage(page, app)
  await createRole(app.iam(prod), shown)
  await saveAccount(page, { accountId: prod, roleName: shown.roleName })
  connectedPath = new URL(page.url()).pathname
  await page.getByText(/^Connected in /).waitFor({ timeout: minute })
  await readAddPage(page, app)
  await saveAccount(page, { accountId: staging, roleName: 'NobodyMadeThis' })
  refusedPath = new URL(page.url()).pathname
  await page.getByText('HeyCloud is not authorized to perform sts:AssumeRole').first().waitFor()
  session = await context.storageState()
  await context.close()
}, 3 * minute)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const account = (path: string, tab = '') => path.replace(/\/verify$/, tab && `?tab=${tab}`)
const pages: [name: string, path: () => string][] = [
  ['overview', () => '/'],
  ['metrics', () => '/explore?metric=aws.ec2.cpuutilization&by=name&agg=max'],
  ['metrics-empty', () => '/explore'],
  ['accounts', () => '/integrations/aws'],
  ['add', () => '/integrations/aws/add'],
  ['verified', () => connectedPath],
  ['refused', () => refusedPath],
  ['account', () => account(connectedPath)],
  ['account-permissions', () => account(connectedPath, 'permissions')],
  ['account-coverage', () => account(connectedPath, 'coverage')],
  ['account-settings', () => account(connectedPath, 'settings')],
  ['coverage', () => '/coverage'],
  ['not-found', () => '/nowhere'],
]
const looks = [
  { look: 'light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { look: 'dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { look: 'narrow', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
] as const

/** Brings everything that waits to be seen onto the screen once. */
async function scrollThrough(page: Page): Promise<void> {
  const height = await page.evaluate('document.documentElement.scrollHeight')
  for (let y = 0; y < Number(height); y += 600) {
    await page.evaluate(`window.scrollTo(0, ${y})`)
    await page.waitForTimeout(100)
  }
  await page.evaluate('window.scrollTo(0, 0)')
}

/** What people who do not see the page would miss. */
const unnamed = `[...document.querySelectorAll('main input, main textarea, main select, main button, main a[href], main canvas[role]')]
  .filter(e => e.checkVisibility() && e.type !== 'hidden')
  .filter(e => !(e.labels?.length || e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.textContent.trim() || e.title))
  .map(e => e.outerHTML.slice(0, 160))`

describe.each(looks)('$look', ({ look, viewport, colorScheme }) => {
  it.each(pages)('%s', { timeout: minute }, async (name, path) => {
    const context = await browser.newContext({ locale: 'en-GB', storageState: session, viewport, colorScheme })
    const page = await context.newPage()
    const faults: string[] = []
    page.on('response', reply => {
      if (reply.status() >= 400) faults.push(`${reply.status()} ${reply.url()}`)
    })
    page.on('pageerror', error => faults.push(error.message))
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
    })
    await page.goto(app.url + path())
    await page.locator('main h1, main h2').first().waitFor()
    await page.waitForLoadState('networkidle')
    await scrollThrough(page)
    await expect.poll(() => page.locator('main .hc-skeleton').count(), { timeout: 20_000 }).toBe(0)
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: screenshot(`${name}-${look}`), fullPage: true })
    expect(faults).toEqual([])
    expect(await page.evaluate(unnamed)).toEqual([])
    expect(await page.locator('h1').count()).toBeLessThanOrEqual(1)
    expect(
      await page.evaluate('document.documentElement.scrollWidth'),
      'page is wider than the screen',
    ).toBeLessThanOrEqual(viewport.width)
    expect(await page.evaluate('document.documentElement.dataset.mode')).toBe(colorScheme)
    await context.close()
  })
})

it('shows who may sign in, and nothing else, to a stranger', async () => {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(`${app.url}/integrations/aws`)
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  expect(await page.locator('body').textContent()).not.toContain(prod)
  await page.screenshot({ path: screenshot('sign-in-light') })
  await context.close()
})

it('draws names from AWS as text, whatever they hold', async () => {
  const context = await browser.newContext({ locale: 'en-GB', storageState: session })
  const page = await context.newPage()
  await page.goto(app.url + account(connectedPath, 'settings'))
  const hostile = '<img src=x onerror="document.title=\'owned\'">'
  await page.getByLabel('Account name').fill(hostile)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved').waitFor()
  await page.goto(`${app.url}/integrations/aws`)
  await page.getByRole('link', { name: hostile }).waitFor()
  expect(await page.locator('img').count()).toBe(0)
  expect(await page.title()).not.toContain('owned')
  await context.close()
})

it('makes the role in a simulated account at a press, and fills in its ARN', async () => {
  const context = await browser.newContext({ locale: 'en-GB', storageState: session })
  const page = await context.newPage()
  await disconnectAll(page, app)
  await readAddPage(page, app)
  const role = rolePart(page)
  await role.getByRole('button', { name: /^Simulated account/ }).click()
  await page.getByRole('option', { name: /staging/ }).click()
  await role.getByRole('button', { name: 'Do this for me in the simulated account' }).click()
  await role.getByText(/^Done in \d+ calls/).waitFor()
  const form = lastPart(page)
  expect(await form.getByLabel('Account ID', { exact: true }).inputValue()).toBe(staging)
  expect(await form.getByLabel('Role name', { exact: true }).inputValue()).toBe('HeyCloudIntegrationRole')
  await form.getByLabel('I confirm the HeyCloud IAM role was added').check()
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByText(/^Connected in /).waitFor({ timeout: minute })
  await context.close()
})

it('is walked through by keyboard: skip link, pages, Ctrl-K, a chart', async () => {
  const context = await browser.newContext({
    locale: 'en-GB',
    storageState: session,
    viewport: { width: 1440, height: 900 },
  })
  const page = await context.newPage()
  await page.goto(`${app.url}/explore?metric=aws.ec2.cpuutilization`)
  const chart = page.getByRole('group', { name: /line chart of 1 series/ })
  await chart.waitFor({ timeout: minute })
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
  await page.keyboard.press('Enter')
  expect(await page.evaluate('document.activeElement.id')).toBe('hc-main')
  await chart.focus()
  await page.keyboard.press('Home')
  const spoken = chart.locator('[aria-live]')
  const last = await spoken.textContent()
  expect(last).toMatch(/: .+\s%$/)
  await page.keyboard.press('ArrowRight')
  expect(await spoken.textContent()).not.toBe(last)
  await page.screenshot({ path: screenshot('chart-keyboard-light') })
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: /Jump to/ }).fill('network_in')
  await page.getByRole('option').first().waitFor()
  await page.screenshot({ path: screenshot('jump-light') })
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: /Jump to/ }).waitFor({ state: 'detached' })
  await context.close()
})

it('shows the values under the pointer within the chart, wherever it is', async () => {
  const context = await browser.newContext({
    locale: 'en-GB',
    storageState: session,
    viewport: { width: 1440, height: 900 },
  })
  const page = await context.newPage()
  await page.goto(app.url)
  const chart = page.getByRole('region', { name: 'Load balancer requests' }).locator('.hc-chart')
  await chart.waitFor({ timeout: minute })
  const box = await chart.boundingBox()
  if (box === null) throw new Error('The chart has no place')
  for (const share of [0.25, 0.45, 0.55, 0.9]) {
    await page.mouse.move(box.x + share * box.width, box.y + box.height / 2)
    const value = page.locator('.hc-tooltip b').first()
    await value.waitFor()
    const place = await value.boundingBox()
    expect((place?.x ?? 0) + (place?.width ?? Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(box.x + box.width)
    expect(place?.x).toBeGreaterThanOrEqual(box.x)
  }
  await context.close()
})
