// Signing in, and spending the one-time link that the log prints on the first run.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { t } from '../i18n.ts'
import { api } from '../lib/api.ts'
import { ApiError } from '../lib/http.ts'
import { Mark } from '../shell/icons.tsx'
import { paths } from '../shell/nav.ts'
import { Failure, Skeleton } from '../ui/states.tsx'

function Gate({ heading, children }: { heading: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${heading} · ${t.product}`
  }, [heading])
  return (
    <div className="hc-gate">
      <main>
        <span className="hc-brand">
          <Mark />
          {t.product}
        </span>
        <h1>{heading}</h1>
        <div className="hc-stack">{children}</div>
      </main>
    </div>
  )
}

const Refusal = ({ error }: { error: Error }) => (
  <Alert type="error" header={error instanceof ApiError ? error.title : t.errors.page}>
    {error instanceof ApiError ? error.detail : error.message}
  </Alert>
)

function Credentials(props: {
  email: string
  password: string
  setEmail: (text: string) => void
  setPassword: (text: string) => void
  fresh?: boolean
  faults?: { email?: string | undefined; password?: string | undefined }
}) {
  return (
    <>
      <FormField label={t.signIn.email} errorText={props.faults?.email}>
        <Input
          type="email"
          name="email"
          autoComplete="username"
          value={props.email}
          onChange={({ detail }) => props.setEmail(detail.value)}
        />
      </FormField>
      <FormField label={props.fresh ? t.signIn.setupPassword : t.signIn.password} errorText={props.faults?.password}>
        <Input
          type="password"
          name="password"
          autoComplete={props.fresh ? 'new-password' : 'current-password'}
          value={props.password}
          onChange={({ detail }) => props.setPassword(detail.value)}
        />
      </FormField>
    </>
  )
}

export function SignIn() {
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const attempt = useMutation({
    mutationFn: () => api.signIn(email.trim(), password),
    onSuccess: reply => client.setQueryData(['session'], reply),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    attempt.mutate()
  }
  return (
    <Gate heading={t.signIn.heading}>
      <form onSubmit={submit} className="hc-stack">
        {attempt.error ? <Refusal error={attempt.error} /> : null}
        <Credentials {...{ email, password, setEmail, setPassword }} />
        <Button variant="primary" formAction="submit" fullWidth loading={attempt.isPending}>
          {t.signIn.submit}
        </Button>
      </form>
      <p className="hc-quiet">{t.signIn.firstRun}</p>
    </Gate>
  )
}

/** In the demo the link alone signs in; elsewhere it asks for an address and a password first. */
export function SetupLink() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const token = params.get('token') ?? ''
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const spend = useMutation({
    mutationFn: (body: { email?: string; password?: string }) => api.spendSetupLink({ token, ...body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['session'] })
      await navigate(paths.overview, { replace: true })
    },
  })
  const [asked, setAsked] = useState(false)
  const tried = useRef(false)
  const { mutate } = spend
  useEffect(() => {
    if (tried.current || token === '') return
    tried.current = true
    mutate({})
  }, [token, mutate])

  if (token === '') return <Gate heading={t.signIn.setupHeading}>{t.signIn.noToken}</Gate>
  const spent = spend.error instanceof ApiError && spend.error.code === 'setup_link_spent'
  if (spent)
    return (
      <Gate heading={t.signIn.spent}>
        <p>{t.signIn.spentText}</p>
        <Button href={paths.overview} fullWidth>
          {t.signIn.heading}
        </Button>
      </Gate>
    )
  if (!asked && spend.error instanceof ApiError && spend.error.status === 0)
    return (
      <Gate heading={t.signIn.setupHeading}>
        <Failure error={spend.error} onRetry={() => mutate({})} />
      </Gate>
    )
  if (!asked && !spend.isError)
    return (
      <Gate heading={t.signIn.spending}>
        <Skeleton lines={2} />
      </Gate>
    )
  const faults = {
    email: /^\S+@\S+$/.test(email.trim()) ? undefined : t.signIn.setupEmail,
    password: password.length < 12 ? t.signIn.setupShort : undefined,
  }
  const good = faults.email === undefined && faults.password === undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (good) mutate({ email: email.trim(), password })
  }
  // Without an address and a password the link is not spent: that refusal only means that they are to be asked for.
  const refused = spend.variables?.email === undefined ? null : spend.error
  const said = refused instanceof ApiError ? refused.fields : {}
  const shown = asked ? { email: faults.email ?? said.email, password: faults.password ?? said.password } : {}
  return (
    <Gate heading={t.signIn.setupHeading}>
      <p>{t.signIn.setupText}</p>
      {/* The page's own words stand at the fields, where the browser's would cover them. */}
      <form onSubmit={submit} className="hc-stack" noValidate>
        {refused ? <Refusal error={refused} /> : null}
        <Credentials fresh {...{ email, password, setEmail, setPassword }} faults={shown} />
        <Button variant="primary" formAction="submit" fullWidth loading={spend.isPending}>
          {t.signIn.setupSubmit}
        </Button>
      </form>
    </Gate>
  )
}
