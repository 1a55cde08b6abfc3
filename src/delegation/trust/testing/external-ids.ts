// Trust policies whose external ID is missing, loose or wrong.
import { allow, external, externalId, id, nextExternalId, type TrustCase, under } from './case.ts'

export const externalIds: TrustCase[] = [
  {
    name: 'no condition',
    statements: [allow({ Condition: undefined })],
    faults: [['missing_external_id', 'Statement[0]']],
  },
  {
    name: 'another condition alone',
    statements: [under({ Bool: { 'aws:SecureTransport': 'true' } })],
    faults: [['missing_external_id', 'Statement[0].Condition']],
  },
  {
    name: 'IfExists',
    statements: [external('StringEqualsIfExists')],
    faults: [['external_id_if_exists', id('StringEqualsIfExists')]],
  },
  {
    name: 'StringLike *',
    statements: [external('StringLike', '*')],
    faults: [['external_id_wildcard', id('StringLike')]],
  },
  {
    name: 'StringLike with a beginning',
    statements: [external('StringLike', `${externalId.slice(0, 9)}*`)],
    faults: [['external_id_wildcard', id('StringLike')]],
  },
  {
    name: 'StringLike with ?',
    statements: [external('StringLike', `${externalId.slice(0, 30)}??`)],
    faults: [['external_id_wildcard', id('StringLike')]],
  },
  {
    name: 'ForAllValues',
    statements: [external('ForAllValues:StringEquals')],
    faults: [['external_id_for_all_values', id('ForAllValues:StringEquals')]],
  },
  {
    name: 'ForAnyValue',
    statements: [external('ForAnyValue:StringEquals')],
    faults: [['external_id_for_any_value', id('ForAnyValue:StringEquals')]],
  },
  {
    name: 'ForAnyValue with a pattern',
    statements: [external('ForAnyValue:StringLike', '*')],
    faults: [['external_id_wildcard', id('ForAnyValue:StringLike')]],
  },
  {
    name: 'Null false: any value',
    statements: [external('Null', 'false')],
    faults: [['external_id_any_value', id('Null')]],
  },
  {
    name: 'Null true: none at all',
    statements: [external('Null', 'true')],
    faults: [['external_id_forbidden', id('Null')]],
  },
  {
    name: 'StringNotEquals',
    statements: [external('StringNotEquals', 'x')],
    faults: [['external_id_operator', id('StringNotEquals')]],
  },
  {
    name: 'without regard to case',
    statements: [external('StringEqualsIgnoreCase')],
    faults: [['external_id_ignore_case', id('StringEqualsIgnoreCase')]],
  },
  {
    name: 'a policy variable',
    statements: [external('StringLike', `\${sts:ExternalId}`)],
    faults: [['external_id_variable', id('StringLike')]],
  },
  {
    name: 'another one',
    statements: [external('StringEquals', 'f'.repeat(32))],
    faults: [['wrong_external_id', id('StringEquals')]],
  },
  {
    name: 'one character wrong',
    statements: [external('StringEquals', externalId.replace('c', 'd'))],
    faults: [['wrong_external_id', id('StringEquals')]],
  },
  {
    name: 'upper case',
    statements: [external('StringEquals', externalId.toUpperCase())],
    faults: [['wrong_external_id', id('StringEquals')]],
  },
  {
    name: 'a space behind it',
    statements: [external('StringEquals', `${externalId} `)],
    faults: [['wrong_external_id', id('StringEquals')]],
  },
  {
    name: 'a second value',
    statements: [external('StringEquals', [externalId, 'other'])],
    faults: [['several_external_ids', id('StringEquals')]],
  },
  {
    name: 'a second value in a second statement',
    statements: [allow(), external('StringEquals', 'other')],
    faults: [['several_external_ids', id('StringEquals', 1)]],
  },
  {
    name: 'a hole in a second statement',
    statements: [allow(), allow({ Condition: undefined })],
    faults: [['missing_external_id', 'Statement[1]']],
  },
  {
    name: 'a third value while one is changed',
    statements: [external('StringEquals', [externalId, nextExternalId, 'old'])],
    faults: [['several_external_ids', id('StringEquals')]],
    rotating: true,
  },
  {
    name: 'the next one too early',
    statements: [external('StringEquals', nextExternalId)],
    faults: [['wrong_external_id', id('StringEquals')]],
    rotating: true,
  },
  {
    name: 'the next one without a rotation',
    statements: [external('StringEquals', [externalId, nextExternalId])],
    faults: [['several_external_ids', id('StringEquals')]],
  },
]
