// HeyCloud's own face, laid over the component kit by its tokens: quiet grounds, fine lines, one accent.
import { applyTheme, type Theme } from '@cloudscape-design/components/theming'
import { applyDensity, applyMode, Density, Mode as KitMode } from '@cloudscape-design/global-styles'
import type { Mode } from './palette.ts'

const accent = { light: '#0b6e6e', dark: '#3cc8b4' }
const accentHover = { light: '#085454', dark: '#6fdccb' }
const onAccent = { light: '#ffffff', dark: '#06201d' }
const ground = { light: '#f5f7f7', dark: '#0e1417' }
const panel = { light: '#ffffff', dark: '#151d21' }
const line = { light: '#dde3e5', dark: '#27333a' }
const field = { light: '#8a979d', dark: '#5d6c75' }
const ink = { light: '#16211f', dark: '#e4ebec' }
const quiet = { light: '#546168', dark: '#9aa8b0' }
const tint = { light: '#e3f1f0', dark: '#12302f' }
const sans = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif'
const mono = 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'

const tokens: Theme['tokens'] = {
  fontFamilyBase: sans,
  fontFamilyHeading: sans,
  fontFamilyDisplay: sans,
  fontFamilyMonospace: mono,
  fontWeightButton: '600',
  fontWeightHeadingXl: '650',
  fontWeightHeadingL: '650',
  fontWeightHeadingM: '650',
  fontWeightHeadingS: '650',
  fontSizeHeadingXl: '22px',
  fontSizeHeadingL: '18px',
  fontSizeHeadingM: '16px',
  borderRadiusButton: '6px',
  borderRadiusInput: '6px',
  borderRadiusContainer: '8px',
  borderRadiusCardDefault: '8px',
  borderRadiusAlert: '8px',
  borderRadiusFlashbar: '8px',
  borderRadiusDropdown: '8px',
  borderRadiusTiles: '8px',
  borderRadiusToken: '6px',
  borderRadiusPopover: '8px',
  borderWidthButton: '1px',
  borderWidthField: '1px',
  borderWidthAlert: '1px',
  colorBackgroundLayoutMain: ground,
  colorBackgroundContainerContent: panel,
  colorBackgroundContainerHeader: panel,
  colorBackgroundInputDefault: panel,
  colorBackgroundDropdownItemDefault: panel,
  colorBackgroundPopover: panel,
  colorBackgroundButtonPrimaryDefault: accent,
  colorBackgroundButtonPrimaryHover: accentHover,
  colorBackgroundButtonPrimaryActive: accentHover,
  colorTextButtonPrimaryDefault: onAccent,
  colorTextButtonPrimaryHover: onAccent,
  colorTextButtonPrimaryActive: onAccent,
  colorBorderButtonNormalDefault: field,
  colorBorderButtonNormalHover: accentHover,
  colorBorderButtonNormalActive: accentHover,
  colorTextButtonNormalDefault: ink,
  colorTextButtonNormalHover: accentHover,
  colorTextButtonNormalActive: accentHover,
  colorBackgroundButtonNormalHover: tint,
  colorTextButtonLinkDefault: accent,
  colorTextButtonLinkHover: accentHover,
  colorTextButtonInlineIconDefault: accent,
  colorTextButtonInlineIconHover: accentHover,
  colorBackgroundButtonNormalActive: tint,
  colorBackgroundControlChecked: accent,
  colorBackgroundSegmentActive: accent,
  colorBorderItemFocused: accent,
  colorBorderItemSelected: accent,
  colorBackgroundItemSelected: tint,
  colorItemSelected: accent,
  colorTextAccent: accent,
  colorTextLinkDefault: accent,
  colorTextLinkHover: accentHover,
  colorTextInteractiveActive: accent,
  colorTextInteractiveHover: accentHover,
  colorBorderInputDefault: field,
  colorBorderInputFocused: accent,
  colorBorderDividerDefault: line,
  colorBorderDividerSecondary: line,
  colorBorderContainerTop: 'transparent',
  colorTextBodyDefault: ink,
  colorTextHeadingDefault: ink,
  colorTextFormSecondary: quiet,
  colorTextBodySecondary: quiet,
}

/** Once, before the first render. */
export function startTheme(mode: Mode): void {
  applyTheme({ theme: { tokens } })
  applyDensity(Density.Compact)
  showMode(mode)
}

export function showMode(mode: Mode): void {
  applyMode(mode === 'dark' ? KitMode.Dark : KitMode.Light)
  document.documentElement.dataset.mode = mode
}
