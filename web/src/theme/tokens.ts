// HeyCloud's own face as values for the component kit's tokens: quiet grounds, fine lines, one accent.

/** One value, or one for each mode. */
export type TokenValue = string | { light: string; dark: string }

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

/** The kit's own accent, step by step; much that is not named below is made of it. */
const ramp = {
  50: '#eaf6f5',
  100: '#d3edeb',
  200: '#b0dedb',
  300: '#79c9c3',
  400: '#3cc8b4',
  500: '#169a92',
  600: '#0b6e6e',
  700: '#085454',
  800: '#074848',
  900: '#053838',
  950: '#042c2c',
  1000: '#031c1d',
}
const primary = Object.fromEntries(Object.entries(ramp).map(([step, colour]) => [`colorPrimary${step}`, colour]))

export const tokens: Record<string, TokenValue> = {
  ...primary,
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
  colorTextLinkButtonNormalDefault: accent,
  colorTextLinkButtonNormalHover: accentHover,
  colorTextLinkButtonNormalActive: accentHover,
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
