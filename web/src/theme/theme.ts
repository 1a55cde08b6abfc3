// Density and mode of the component kit; its colours come from tokens.ts when the UI is built.
import { applyDensity, applyMode, Density, Mode as KitMode } from '@cloudscape-design/global-styles'
import type { Mode } from './palette.ts'

/** Once, before the first render. */
export function startTheme(mode: Mode): void {
  applyDensity(Density.Compact)
  showMode(mode)
}

export function showMode(mode: Mode): void {
  applyMode(mode === 'dark' ? KitMode.Dark : KitMode.Light)
  document.documentElement.dataset.mode = mode
}
