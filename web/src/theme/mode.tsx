// Light or dark: what the system says, until the person says otherwise.
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import type { Mode } from './palette.ts'
import { showMode } from './theme.ts'

const key = 'heycloud.mode'
const system = () => window.matchMedia('(prefers-color-scheme: dark)')

export function firstMode(): Mode {
  const kept = window.localStorage.getItem(key)
  if (kept === 'light' || kept === 'dark') return kept
  return system().matches ? 'dark' : 'light'
}

const Context = createContext<{ mode: Mode; toggle(): void }>({ mode: 'light', toggle() {} })
export const useMode = () => use(Context)

export function ModeProvider({ children }: { children: ReactNode }) {
  const [mode, setMode] = useState<Mode>(firstMode)
  useEffect(() => showMode(mode), [mode])
  useEffect(() => {
    const media = system()
    const follow = () => setMode(firstMode())
    media.addEventListener('change', follow)
    return () => media.removeEventListener('change', follow)
  }, [])
  const value = useMemo(
    () => ({
      mode,
      toggle() {
        const next = mode === 'dark' ? 'light' : 'dark'
        window.localStorage.setItem(key, next)
        setMode(next)
      },
    }),
    [mode],
  )
  return <Context value={value}>{children}</Context>
}
