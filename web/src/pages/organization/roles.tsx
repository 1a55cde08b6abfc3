// Making the roles of all members: one StackSet, or Terraform, with the Organization's external ID in it.
import Alert from '@cloudscape-design/components/alert'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import { t } from '../../i18n.ts'
import { useOrganizationSetup } from '../../lib/queries-organizations.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { Copyable } from '../../ui/copy.tsx'
import { Panel } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'

const words = t.organization

export function MakeRoles({ id }: { id: string }) {
  const setup = useOrganizationSetup(id)
  return (
    <Loaded of={setup} lines={10}>
      {({ block, status_command, template, file_name, parameters, terraform, notes }) => (
        <div className="hc-stack">
          <Panel title={words.tabs.roles}>
            <div className="hc-stack">
              <p className="hc-quiet">{words.rolesText}</p>
              {block === null ? (
                <Alert type="info">{words.chooseOus}</Alert>
              ) : (
                <CodeBlock text={block} what={words.block} size="tall" />
              )}
              <CodeBlock text={status_command} what={words.status} />
              {notes.length === 0 ? null : (
                <ul>
                  {notes.map(note => (
                    <li key={note}>{note}</li>
                  ))}
                </ul>
              )}
            </div>
          </Panel>
          <ExpandableSection headerText={words.template}>
            <div className="hc-stack">
              <CodeBlock text={template} what={file_name} fileName={file_name} size="tall" />
              <dl className="hc-facts" aria-label={words.parameters}>
                {parameters.map(({ name, value }) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{value === '' ? '–' : <Copyable text={value} what={name} />}</dd>
                  </div>
                ))}
              </dl>
            </div>
          </ExpandableSection>
          {terraform.stack_set === null ? null : (
            <ExpandableSection headerText={words.terraformStackSet}>
              <CodeBlock text={terraform.stack_set} what={words.terraformStackSet} fileName="main.tf" size="tall" />
            </ExpandableSection>
          )}
          <ExpandableSection headerText={words.terraformMany}>
            <div className="hc-stack">
              <CodeBlock text={terraform.many} what={words.terraformMany} fileName="main.tf" size="tall" />
              <CodeBlock text={terraform.module} what={words.terraformModule} fileName="main.tf" size="tall" />
            </div>
          </ExpandableSection>
        </div>
      )}
    </Loaded>
  )
}
