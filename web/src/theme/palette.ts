// Every colour that carries data, light and dark: categories that colour-blind people tell apart, and one sequence for heat maps.

export type Mode = 'light' | 'dark'

/** After Okabe and Ito, darkened or lightened until each has 3:1 against its ground; neighbours differ in lightness too. */
const categories: Record<Mode, readonly string[]> = {
  light: ['#0072b2', '#d55e00', '#008f68', '#b3478a', '#8a6d00', '#2a9bd6', '#6b4fb3', '#5c6670', '#a63d2f', '#4a7a1e'],
  dark: ['#56b4e9', '#f0904d', '#35c79c', '#e08cc0', '#e6c229', '#8fd0f5', '#b3a1f0', '#aab4be', '#f08a7d', '#a3cf6b'],
}

export const seriesColour = (index: number, mode: Mode): string => {
  const list = categories[mode]
  return list[index % list.length] ?? '#5c6670'
}

/** From little to much; lightness changes steadily, so it reads without hue. */
const sequence: Record<Mode, readonly [number, number, number][]> = {
  light: [
    [232, 243, 243],
    [155, 206, 206],
    [63, 150, 156],
    [18, 92, 104],
    [8, 42, 56],
  ],
  dark: [
    [24, 36, 42],
    [20, 74, 82],
    [27, 122, 122],
    [88, 182, 164],
    [198, 240, 214],
  ],
}

/** `share` 0..1 along the sequence. */
export function heatColour(share: number, mode: Mode): string {
  const stops = sequence[mode]
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1)
  const low = stops[Math.floor(at)] ?? [0, 0, 0]
  const high = stops[Math.ceil(at)] ?? low
  const mix = (i: 0 | 1 | 2) => Math.round(low[i] + (high[i] - low[i]) * (at - Math.floor(at)))
  return `rgb(${mix(0)} ${mix(1)} ${mix(2)})`
}

/** What a chart is drawn with beside its data. */
export const chartInk: Record<Mode, { grid: string; axis: string; cursor: string }> = {
  light: { grid: '#e6eaec', axis: '#5a666e', cursor: '#8b979e' },
  dark: { grid: '#243038', axis: '#93a1aa', cursor: '#6b7a84' },
}
