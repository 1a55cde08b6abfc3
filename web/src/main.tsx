// Starts the web UI.
// First: schemas are made while the other modules load.
import './lib/no-code-from-text.ts'
import 'uplot/dist/uPlot.min.css'
import 'virtual:heycloud-theme.css'
import './styles/base.css'
import './styles/ui.css'
import './styles/shell.css'
import './styles/onboarding.css'
import './styles/charts.css'
import './styles/cost.css'
import './styles/coverage.css'
import './styles/lists.css'
import './styles/organization.css'
import './styles/settings.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { firstMode } from './theme/mode.tsx'
import { startTheme } from './theme/theme.ts'

startTheme(firstMode())
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
