// Makes the stylesheet that gives the component kit HeyCloud's face: the kit's own way carries all its themes into the browser.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { type TokenValue, tokens } from './src/theme/tokens.ts'

const id = 'virtual:heycloud-theme.css'
const resolved = '/@heycloud/theme.css'
const kit = fileURLToPath(
  new URL('../node_modules/@cloudscape-design/components/internal/base-theme/styles.scoped.css', import.meta.url),
)

/** `colorTextLinkDefault` -> `color-text-link-default`. */
const kebab = (token: string): string =>
  token.replaceAll(/[A-Z]|(?<=[a-z])[0-9]+/gi, part => (/[A-Z0-9]/.test(part) ? `-${part.toLowerCase()}` : part))

/** The kit adds a hash to each property's name, so the name is looked up; a token that is gone fails the build. */
function propertyOf(token: string, css: string): string {
  const name = new RegExp(`--${kebab(token)}-[a-z0-9]{6}(?=:)`).exec(css)?.[0]
  if (name === undefined) throw new Error(`The component kit has no token ${token}: see web/src/theme/tokens.ts`)
  return name
}

export function themeStylesheet(): string {
  const css = readFileSync(kit, 'utf8')
  const rules = { light: '', dark: '' }
  for (const [token, value] of Object.entries<TokenValue>(tokens)) {
    const property = propertyOf(token, css)
    const { light, dark } = typeof value === 'string' ? { light: value, dark: value } : value
    rules.light += `${property}:${light};`
    rules.dark += `${property}:${dark};`
  }
  // The kit's own values stand in a layer, which whatever is outside of layers overrides.
  return `body{${rules.light}}\nbody.awsui-dark-mode{${rules.dark}}\n`
}

export const kitTheme = (): Plugin => ({
  name: 'heycloud-theme',
  resolveId: source => (source === id ? resolved : undefined),
  load: source => (source === resolved ? themeStylesheet() : undefined),
})
