// Values as axes and tooltips show them.
import { describe, expect, it } from 'vitest'
import { axisSteps, formatValue, unitOf, yRange } from './units.ts'

const show = (value: number, unit: string) => formatValue(value, unitOf(unit)).replaceAll('\u00a0', ' ')

describe('formatValue', () => {
  it('names sizes by powers of 1,024', () => {
    expect(show(0, 'Bytes')).toBe('0 B')
    expect(show(1536, 'Bytes')).toBe('1.5 KiB')
    expect(show(1_048_576, 'byte')).toBe('1 MiB')
    expect(show(1_048_200, 'Bytes')).toBe('1 MiB')
    expect(show(5, 'Megabytes/Second')).toBe('4.77 MiB/s')
    expect(show(2_500_000, 'Bits/Second')).toBe('2.5 Mbit/s')
  })
  it('shows times in the unit that people would say', () => {
    expect(show(0, 'Seconds')).toBe('0 s')
    expect(show(0.00042, 'Seconds')).toBe('420 µs')
    expect(show(12.3, 'Milliseconds')).toBe('12.3 ms')
    expect(show(1500, 'Milliseconds')).toBe('1.5 s')
    expect(show(300, 'second')).toBe('5 min')
    expect(show(86_400 * 4, 'Seconds')).toBe('4 d')
  })
  it('shows counts, shares and money', () => {
    expect(show(1234, 'Count')).toBe('1.23 k')
    expect(show(999.9, 'Count')).toBe('1 k')
    expect(show(0.1 + 0.2, 'None')).toBe('0.3')
    expect(show(-45_000_000, 'Count')).toBe('-45 M')
    expect(show(12.34, 'Percent')).toBe('12.3 %')
    expect(show(1234.5, 'USD')).toBe('$1,234.50')
    expect(show(3, 'Count/Second')).toBe('3/s')
  })
})

describe('axes', () => {
  it('offers rising steps in the values’ own unit', () => {
    for (const unit of ['Bytes', 'Milliseconds', 'Count', 'Percent', 'Seconds']) {
      const steps = axisSteps(unitOf(unit))
      expect(
        steps.every((step, at) => at === 0 || step > (steps[at - 1] ?? 0)),
        unit,
      ).toBe(true)
    }
    expect(axisSteps(unitOf('Milliseconds'))).toContain(60_000)
    expect(axisSteps(unitOf('Bytes'))).toContain(1_048_576)
  })
  it('begins at zero and never ends below the values', () => {
    expect(yRange(3, 50, unitOf('Count'))).toEqual([0, 54])
    expect(yRange(0, 0, unitOf('Count'))).toEqual([0, 1])
    expect(yRange(null, null, unitOf('Count'))).toEqual([0, 1])
    expect(yRange(1, 97, unitOf('Percent'))).toEqual([0, 100])
    const [low, high] = yRange(-10, -2, unitOf('Percent'))
    expect(low).toBeLessThan(-10)
    expect(high).toBe(0)
  })
})
