// Part 3 for those who do not click: CloudFormation, Terraform and the AWS CLI, each with the values of this page in it.
import Button from '@cloudscape-design/components/button'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { SetupWays } from '../../../../src/server/schema/setup-ways.ts'
import { t } from '../../i18n.ts'
import { api } from '../../lib/api.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { Copyable } from '../../ui/copy.tsx'
import { Loaded } from '../../ui/states.tsx'

const words = t.ways

export interface TemplateChoice {
  /** The ID on the page: another one makes other templates. */
  externalId: string
  features: readonly string[]
  form: string
  ownRoleOnly: boolean
  securityAudit: boolean
}

export const useSetupWays = (choice: TemplateChoice) =>
  useQuery({
    queryKey: ['setup-ways', choice],
    queryFn: () => api.setupWays(choice),
    select: reply => reply.data.attributes,
    placeholderData: keepPreviousData,
  })

function CloudFormation({ cloudformation }: Pick<SetupWays, 'cloudformation'>) {
  const { block, deploy, file_name, template, parameters, quick_create_url } = cloudformation
  return (
    <div className="hc-stack">
      <p className="hc-quiet">{words.stackText}</p>
      {quick_create_url === null ? null : (
        <div>
          <Button href={quick_create_url} target="_blank" iconName="external" variant="primary">
            {words.quickCreate}
          </Button>
        </div>
      )}
      <CodeBlock text={block} what={words.stackBlock} size="tall" />
      <ExpandableSection headerText={words.stackTemplate}>
        <div className="hc-stack">
          <CodeBlock text={template} what={file_name} fileName={file_name} size="tall" />
          <CodeBlock text={deploy} what={words.stackLine} />
          <dl className="hc-facts" aria-label={words.stackParameters}>
            {parameters.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value === '' ? '–' : <Copyable text={value} what={name} />}</dd>
              </div>
            ))}
          </dl>
        </div>
      </ExpandableSection>
    </div>
  )
}

const Terraform = ({ terraform }: Pick<SetupWays, 'terraform'>) => (
  <div className="hc-stack">
    <p className="hc-quiet">{words.terraformText}</p>
    <CodeBlock text={terraform.account} what={words.terraformAccount} fileName="main.tf" size="tall" />
    <ExpandableSection headerText={words.terraformMany}>
      <CodeBlock text={terraform.many} what={words.terraformMany} fileName="main.tf" size="tall" />
    </ExpandableSection>
  </div>
)

const Cli = ({ cli, cli_update }: Pick<SetupWays, 'cli' | 'cli_update'>) => (
  <div className="hc-stack">
    <p className="hc-quiet">{words.cliText}</p>
    <CodeBlock text={cli} what={t.add.cliBlock} size="tall" />
    <ExpandableSection headerText={words.cliUpdate}>
      <CodeBlock text={cli_update} what={words.cliUpdate} size="tall" />
    </ExpandableSection>
  </div>
)

const shown: Record<'cloudformation' | 'terraform' | 'cli', (ways: SetupWays) => ReactNode> = {
  cloudformation: ways => <CloudFormation cloudformation={ways.cloudformation} />,
  terraform: ways => <Terraform terraform={ways.terraform} />,
  cli: ways => <Cli cli={ways.cli} cli_update={ways.cli_update} />,
}

export function Template({ kind, choice }: { kind: keyof typeof shown; choice: TemplateChoice }) {
  const ways = useSetupWays(choice)
  return (
    <Loaded of={ways} lines={10}>
      {data => shown[kind](data)}
    </Loaded>
  )
}
