// HeyCloud without AWS credentials: said first, with every place looked in, and nothing to copy that would trust nobody.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { HOUR } from '../../src/core/clock.ts'
import { type RunningApp, startApp } from './support/app.ts'
import { openBrowser } from './support/browser.ts'
import { lastPart, policyPart, rolePart, signUp } from './support/onboarding.ts'

/** As a container's agent: it has no role to give at first. */
let agent: Server
let answer: { status: number; body: string } = { status: 404, body: '{}' }
let app: RunningApp
let browser: Browser
let page: Page

beforeAll(async () => {
  agent = createServer((_, reply) =>
    reply.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body),
  )
  await new Promise<void>(resolve => agent.listen(0, '127.0.0.1', resolve))
  const uri = `http://127.0.0.1:${(agent.address() as AddressInfo).port}/role`
  ;[app, browser] = await Promise.all([
    startApp({ credentials: { AWS_CONTAINER_CREDENTIALS_FULL_URI: uri } }),
    openBrowser(),
  ])
  page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  page.setDefaultTimeout(20_000)
  await signUp(page, app)
  await page.goto(`${app.url}/integrations/aws/add`)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
  agent?.close()
})

it('says so first, with each source that was tried', async () => {
  await page.getByText('HeyCloud has no AWS credentials, so no role can trust it yet').first().waitFor()
  const identity = page.getByRole('region', { name: 'HeyCloud’s own AWS identity' })
  expect(await identity.locator('tbody tr').count()).toBeGreaterThan(2)
  await identity.getByRole('button', { name: 'Check again' }).waitFor()
})

it('locks the parts that would need an account to trust, and shows none', async () => {
  for (const part of [policyPart, rolePart, lastPart]) {
    await part(page).getByText('Locked until HeyCloud has an AWS identity').waitFor()
    expect(await part(page).locator('pre, input').count()).toBe(0)
  }
  expect(await page.locator('body').textContent()).not.toMatch(/\b[0-9]{12}\b/)
})

it('goes on where the credentials arrive', async () => {
  const { accessKeyId, secretAccessKey } = app.simulator.heycloud
  const Expiration = new Date(app.clock.now() + HOUR).toISOString()
  const role = { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: '', Expiration }
  answer = { status: 200, body: JSON.stringify(role) }
  await expect
    .poll(
      async () => {
        const again = page.getByRole('button', { name: 'Check again' })
        if ((await again.count()) > 0) await again.click()
        return page.getByText('HeyCloud runs as').count()
      },
      { timeout: 90_000, interval: 2_000 },
    )
    .toBe(1)
  await lastPart(page).getByLabel('Role ARN').waitFor()
}, 120_000)
