// Templates: validated, summed up, and given back as they were sent.
import type {
  GetTemplateCommandInput,
  GetTemplateSummaryCommandInput,
  ValidateTemplateCommandInput,
} from '@aws-sdk/client-cloudformation'
import { capabilityFor } from '../../cloudformation/resources/index.ts'
import type { Template } from '../../cloudformation/template.ts'
import type { Call, Operation } from '../../contract.ts'
import { type CloudFormation, checkedTemplate, onAny, onStack, templateText, theStack } from './common.ts'

const typesOf = (template: Template): string[] => [
  ...new Set(Object.values(template.resources).map(({ type }) => type)),
]

const capabilitiesOf = (template: Template) => ({
  Capabilities: [capabilityFor(template)],
  CapabilitiesReason: `The following resource(s) require capabilities: [${typesOf(template).join(', ')}]`,
})

const parametersOf = (template: Template) =>
  Object.entries(template.parameters).map(([ParameterKey, { fallback, noEcho, description }]) => ({
    ParameterKey,
    DefaultValue: fallback,
    NoEcho: noEcho,
    Description: description,
  }))

function validate(input: ValidateTemplateCommandInput) {
  const template = checkedTemplate(templateText(input))
  return { Description: template.description, Parameters: parametersOf(template), ...capabilitiesOf(template) }
}

function summary(cfn: CloudFormation, input: GetTemplateSummaryCommandInput, call: Call) {
  const text = input.StackName === undefined ? templateText(input) : theStack(cfn, call, input.StackName).template
  const template = checkedTemplate(text)
  return {
    Description: template.description,
    ...capabilitiesOf(template),
    Parameters: parametersOf(template).map(({ ParameterKey, ...rest }) => {
      const { type, allowedValues } = template.parameters[ParameterKey] ?? {}
      const constraints = allowedValues ? { AllowedValues: allowedValues } : {}
      return { ParameterKey, ...rest, ParameterType: type, ParameterConstraints: constraints }
    }),
    ResourceTypes: typesOf(template),
    Version: '2010-09-09',
    Metadata: template.metadata === undefined ? undefined : JSON.stringify(template.metadata),
  }
}

/** A stack that is only under review has no template yet but its change set's. */
function template(cfn: CloudFormation, input: GetTemplateCommandInput, call: Call) {
  const stack = theStack(cfn, call, input.StackName)
  const changeSet = Object.values(stack.changeSets).find(
    ({ id, name }) => id === input.ChangeSetName || name === input.ChangeSetName,
  )
  return { TemplateBody: changeSet?.template ?? stack.template, StagesAvailable: ['Original', 'Processed'] }
}

export function templateOperations(cfn: CloudFormation): Record<string, Operation> {
  return {
    ...onAny('ValidateTemplate', (input: ValidateTemplateCommandInput) => validate(input)),
    ...onStack(cfn, 'GetTemplateSummary', (input: GetTemplateSummaryCommandInput, call) => summary(cfn, input, call)),
    ...onStack(cfn, 'GetTemplate', (input: GetTemplateCommandInput, call) => template(cfn, input, call)),
  }
}
