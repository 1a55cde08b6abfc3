// HeyCloud's mark and the few line icons of the frame.
import type { ReactNode } from 'react'

export const Mark = () => (
  <svg viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="#0b6e6e" />
    <g fill="none" strokeLinecap="round" strokeLinejoin="round" strokeWidth="2.4">
      <path d="M7 21a5 5 0 0 1 1.6-9.7A7.2 7.2 0 0 1 22.6 11 5.4 5.4 0 0 1 24 21.4" stroke="#fff" />
      <path d="M8.5 22.5h4l2-5 3.2 8.5 2.1-5.2h4.4" stroke="#8ff0d4" />
    </g>
  </svg>
)

const Line = ({ children }: { children: ReactNode }) => (
  <svg
    viewBox="0 0 24 24"
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.8"
    strokeLinecap="round"
    strokeLinejoin="round"
  >
    {children}
  </svg>
)

export const icons = {
  cost: (
    <Line>
      <circle cx="12" cy="12" r="9" />
      <path d="M15 8.8c-.6-.9-1.7-1.4-3-1.4-1.8 0-3 .9-3 2.2 0 3.2 6 1.4 6 4.7 0 1.4-1.3 2.3-3 2.3-1.5 0-2.6-.6-3.2-1.6M12 5.6v1.8m0 9.2v1.8" />
    </Line>
  ),
  overview: (
    <Line>
      <path d="M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z" />
    </Line>
  ),
  dashboards: (
    <Line>
      <path d="M4 5h16v14H4zM4 10h16M10 10v9" />
    </Line>
  ),
  metrics: (
    <Line>
      <path d="M4 4v16h16M7 15l4-5 3 3 5-7" />
    </Line>
  ),
  accounts: (
    <Line>
      <path d="M7 18a4 4 0 0 1-.5-8A6 6 0 0 1 18 9a4.5 4.5 0 0 1 0 9zM12 12v5M9.5 14.5 12 12l2.5 2.5" />
    </Line>
  ),
  coverage: (
    <Line>
      <path d="M2 12s3.5-6 10-6 10 6 10 6-3.5 6-10 6S2 12 2 12z" />
      <circle cx="12" cy="12" r="2.6" />
    </Line>
  ),
  permissions: (
    <Line>
      <path d="M12 3l7.5 3v5.5c0 4.6-3.1 7.6-7.5 9.5-4.4-1.9-7.5-4.9-7.5-9.5V6z" />
      <path d="M8.8 12l2.3 2.3 4.2-4.6" />
    </Line>
  ),
  audit: (
    <Line>
      <path d="M6 3h12v18l-3-2-3 2-3-2-3 2zM9.5 8h5M9.5 12h5" />
    </Line>
  ),
  api: (
    <Line>
      <path d="m8 7-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14" />
    </Line>
  ),
  search: (
    <Line>
      <circle cx="11" cy="11" r="6.5" />
      <path d="m16 16 4.5 4.5" />
    </Line>
  ),
  moon: (
    <Line>
      <path d="M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z" />
    </Line>
  ),
  sun: (
    <Line>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M19 5l-1.4 1.4M6.4 17.6 5 19" />
    </Line>
  ),
  menu: (
    <Line>
      <path d="M4 7h16M4 12h16M4 17h16" />
    </Line>
  ),
  out: (
    <Line>
      <path d="M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9" />
    </Line>
  ),
}
