// The frame around every page: top bar, navigation, content.
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { Link, NavLink, useLocation } from 'react-router'
import { t } from '../i18n.ts'
import { api } from '../lib/api.ts'
import { useSession } from '../lib/queries.ts'
import { useMode } from '../theme/mode.tsx'
import { PageBoundary, Skeleton } from '../ui/states.tsx'
import { Alerts } from './alerts.tsx'
import { icons, Mark } from './icons.tsx'
import { Jump } from './jump.tsx'
import { navigationFor, paths } from './nav.ts'

const isMac = () => /mac|iphone|ipad/i.test(navigator.userAgent)

function IconButton({
  label,
  onClick,
  children,
  className = '',
}: {
  label: string
  onClick: () => void
  children: ReactNode
  className?: string
}) {
  return (
    <button type="button" className={`hc-icon-button ${className}`} aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  )
}

function TopBar({ onMenu, onJump, menuOpen }: { onMenu: () => void; onJump: () => void; menuOpen: boolean }) {
  const session = useSession().data
  const { mode, toggle } = useMode()
  const signOut = () => {
    void api.signOut().then(
      () => window.location.assign(paths.overview),
      () => window.location.reload(),
    )
  }
  return (
    <header className="hc-top">
      <button
        type="button"
        className="hc-icon-button hc-menu-button"
        aria-label={t.shell.menu}
        aria-expanded={menuOpen}
        aria-controls="hc-nav"
        onClick={onMenu}
      >
        {icons.menu}
      </button>
      <Link to={paths.overview} className="hc-brand">
        <Mark />
        {t.product}
      </Link>
      {session?.demo ? (
        <span className="hc-chip" title={t.shell.demoText}>
          {t.shell.demo}
        </span>
      ) : null}
      <span className="hc-top-space" />
      <button type="button" className="hc-jump-button" onClick={onJump} aria-label={t.shell.jumpLabel}>
        <span>{t.shell.jump}</span>
        <kbd>{isMac() ? '⌘K' : 'Ctrl K'}</kbd>
        <i className="hc-jump-icon">{icons.search}</i>
      </button>
      <IconButton label={mode === 'dark' ? t.shell.toLight : t.shell.toDark} onClick={toggle}>
        {mode === 'dark' ? icons.sun : icons.moon}
      </IconButton>
      {session ? (
        <span className="hc-who" title={t.shell.signedInAs(session.email, session.role)}>
          {session.email}
        </span>
      ) : null}
      <IconButton label={t.shell.signOut} onClick={signOut}>
        {icons.out}
      </IconButton>
    </header>
  )
}

function Navigation({ open }: { open: boolean }) {
  const role = useSession().data?.role
  return (
    <nav id="hc-nav" className="hc-nav" data-open={open} aria-label={t.shell.navigation}>
      {navigationFor(role).map(group => (
        <div key={group.heading}>
          <h2>{group.heading}</h2>
          <ul>
            {group.items.map(item => (
              <li key={item.to}>
                <NavLink to={item.to} end={item.to === '/'}>
                  {icons[item.icon]}
                  {item.label}
                </NavLink>
              </li>
            ))}
            {group.heading === t.shell.connect ? (
              <li>
                <a href="/api/docs">
                  {icons.api}
                  {t.shell.apiDocs}
                </a>
              </li>
            ) : null}
          </ul>
        </div>
      ))}
    </nav>
  )
}

export function Shell({ children }: { children: ReactNode }) {
  const [menu, setMenu] = useState(false)
  const [jump, setJump] = useState(false)
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    setMenu(false)
    // A new page begins at its top, for the eye and for the keyboard.
    main.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [pathname])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return
      event.preventDefault()
      setJump(true)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <a className="hc-skip" href="#hc-main">
        {t.shell.skip}
      </a>
      <div className="hc-frame">
        <TopBar menuOpen={menu} onMenu={() => setMenu(!menu)} onJump={() => setJump(true)} />
        <Navigation open={menu} />
        <main id="hc-main" className="hc-main" ref={main} tabIndex={-1}>
          <Alerts />
          <PageBoundary key={pathname}>
            <Suspense fallback={<Skeleton lines={6} />}>{children}</Suspense>
          </PageBoundary>
        </main>
      </div>
      {jump ? <Jump onClose={() => setJump(false)} /> : null}
    </>
  )
}
