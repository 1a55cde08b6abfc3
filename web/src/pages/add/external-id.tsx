// Part 1: the external ID that HeyCloud generated, the same for 48 hours, and a new one if asked for.
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Setup } from '../../../../src/server/schema/web.ts'
import { t } from '../../i18n.ts'
import { api } from '../../lib/api.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { External } from '../../ui/external.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Failure } from '../../ui/states.tsx'
import { Part } from './part.tsx'

const words = t.add
const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html'

export function ExternalIdPart({ setup, onChanged }: { setup: Setup; onChanged: () => Promise<unknown> }) {
  const [asking, setAsking] = useState(false)
  const generate = useMutation({
    mutationFn: api.newExternalId,
    onSuccess: async () => {
      await onChanged()
      setAsking(false)
    },
  })
  const close = () => setAsking(false)
  return (
    <Part number={1} title={words.one}>
      <FormField
        stretch
        label={words.externalId}
        description={words.oneText(setup.external_id_expires_at)}
        secondaryControl={
          <span className="hc-row">
            <CopyButton text={setup.external_id} what={words.externalId} />
            <LinkButton icon="refresh" onClick={() => setAsking(true)}>
              {words.generate}
            </LinkButton>
          </span>
        }
      >
        <Input readOnly value={setup.external_id} className="hc-mono-input" />
      </FormField>
      <p>
        <External href={guide}>{words.aboutExternalIds}</External>
      </p>
      <Modal
        visible={asking}
        onDismiss={close}
        header={words.generateHeading}
        footer={
          <Box float="right">
            <span className="hc-row">
              <Button onClick={close}>{t.cancel}</Button>
              <Button variant="primary" loading={generate.isPending} onClick={() => generate.mutate()}>
                {words.generate}
              </Button>
            </span>
          </Box>
        }
      >
        <div className="hc-stack">
          <p>{words.generateText}</p>
          {generate.error ? <Failure error={generate.error} /> : null}
        </div>
      </Modal>
    </Part>
  )
}
