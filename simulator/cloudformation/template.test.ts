import { describe, expect, it } from 'vitest'
import type { Json } from './model.ts'
import { parameterValues, referredValues } from './parameters.ts'
import { checkReferences, creationOrder } from './references.ts'
import { evaluateConditions, resolve, type Scope } from './resolve.ts'
import { readTemplate } from './template.ts'

const yaml = `
AWSTemplateFormatVersion: 2010-09-09
Description: Says what it is
Parameters:
  Id: { Type: String, AllowedPattern: '^[0-9a-f]{4}$' }
  Names: { Type: CommaDelimitedList, Default: '' }
  Wide: { Type: String, AllowedValues: ['yes', 'no'], Default: 'no' }
Conditions:
  IsWide: !Equals [!Ref Wide, 'yes']
  HasNames: !Not [!Equals [!Join ['', !Ref Names], '']]
  Both: !And [!Condition IsWide, !Condition HasNames]
  Either: !Or [!Condition IsWide, Condition: HasNames]
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub '\${AWS::StackName}-\${Id}-\${!literal}'
      ManagedPolicyArns: [!Ref Policy, !If [IsWide, 'arn:wide', !Ref 'AWS::NoValue']]
      AssumeRolePolicyDocument: { Version: 2012-10-17, Statement: [] }
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Condition: Either
    Properties:
      PolicyDocument: { Action: !If [HasNames, !Ref Names, none] }
Outputs:
  Arn: { Value: !GetAtt Role.Arn }
`

const json = JSON.stringify({
  Parameters: {
    Id: { Type: 'String', AllowedPattern: '^[0-9a-f]{4}$' },
    Names: { Type: 'CommaDelimitedList', Default: '' },
    Wide: { Type: 'String', AllowedValues: ['yes', 'no'], Default: 'no' },
  },
  Conditions: { IsWide: { 'Fn::Equals': [{ Ref: 'Wide' }, 'yes'] } },
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: { 'Fn::Sub': [`\${AWS::StackName}-\${Own}`, { Own: { Ref: 'Id' } }] },
        ManagedPolicyArns: [{ 'Fn::If': ['IsWide', 'arn:wide', { Ref: 'AWS::NoValue' }] }],
      },
    },
  },
})

/** What one property of a resource comes to. */
function propertyOf(text: string, given: Record<string, string>, resource: string, property: string): Json | undefined {
  const template = readTemplate(text)
  const parameters = Object.entries(given).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }))
  const values = {
    ...referredValues(template, parameterValues(template, parameters)),
    'AWS::StackName': 'stack',
  }
  const scope: Scope = {
    values,
    conditions: evaluateConditions(template, values),
    ref: id => `ref-${id}`,
    attribute: (id, name) => `${id}.${name}`,
  }
  const properties = resolve(template.resources[resource]?.properties ?? {}, scope) as Record<string, Json>
  return properties[property]
}

describe('a template', () => {
  it('is read with short tags, and keeps dates and words as they are written', () => {
    const template = readTemplate(yaml)
    expect(template.description).toBe('Says what it is')
    expect(template.outputs.Arn).toEqual({ value: { 'Fn::GetAtt': ['Role', 'Arn'] } })
    expect(template.resources.Role?.properties.AssumeRolePolicyDocument).toEqual({
      Version: '2012-10-17',
      Statement: [],
    })
    expect(template.parameters.Wide).toMatchObject({ fallback: 'no', allowedValues: ['yes', 'no'] })
  })

  it('comes to the same in long forms and in JSON', () => {
    expect(propertyOf(yaml, { Id: 'ab12', Wide: 'yes' }, 'Role', 'RoleName')).toBe(`stack-ab12-\${literal}`)
    expect(propertyOf(json, { Id: 'ab12', Wide: 'yes' }, 'Role', 'RoleName')).toBe('stack-ab12')
    expect(propertyOf(yaml, { Id: 'ab12', Wide: 'yes' }, 'Role', 'ManagedPolicyArns')).toEqual([
      'ref-Policy',
      'arn:wide',
    ])
    expect(propertyOf(json, { Id: 'ab12' }, 'Role', 'ManagedPolicyArns')).toEqual([])
    expect(propertyOf(yaml, { Id: 'ab12', Names: 'a, b' }, 'Policy', 'PolicyDocument')).toEqual({ Action: ['a', 'b'] })
    expect(propertyOf(yaml, { Id: 'ab12' }, 'Policy', 'PolicyDocument')).toEqual({ Action: 'none' })
  })

  it('tells conditions from parameters', () => {
    const template = readTemplate(yaml)
    const conditions = (Wide: string, Names: string) =>
      evaluateConditions(template, referredValues(template, { Id: 'ab12', Wide, Names }))
    expect(conditions('yes', '')).toEqual({ IsWide: true, HasNames: false, Both: false, Either: true })
    expect(conditions('yes', 'a')).toEqual({ IsWide: true, HasNames: true, Both: true, Either: true })
    expect(conditions('no', '')).toEqual({ IsWide: false, HasNames: false, Both: false, Either: false })
  })

  it('is made in the order of what it refers to', () => {
    expect(creationOrder(readTemplate(yaml))).toEqual(['Policy', 'Role'])
  })

  it.each([
    ['Resources: {}', 'At least one Resources member must be defined'],
    ['a: [', 'YAML not well-formed. (line 1'],
    ['{"a"', 'JSON not well-formed'],
    ['hello', 'unsupported structure'],
    ['Resource: {}', 'Invalid template property or properties [Resource]'],
    ['Resources: { A: { Properties: {} } }', 'Every Resources object must contain a Type member'],
    ['Resources: { A: { Type: x, Propertys: {} } }', "Invalid template resource property 'Propertys'"],
    ['Resources: { A: { Type: x, Properties: { B: null } } }', "[/Resources/A/Properties/B] 'null' values"],
    ['Resources: { A: { Type: x, Properties: { B: !Oops x } } }', 'YAML not well-formed'],
    [`Description: ${'x'.repeat(51_200)}`, 'length less than or equal to 51200'],
    ['{"Transform": "AWS::Serverless-2016-10-31", "Resources": {}}', 'this simulation does not have Transform'],
  ])('is refused: %.40s', (text, words) => {
    expect(() => readTemplate(text)).toThrow(words)
  })

  it.each([
    ['{ Type: x, Properties: { B: !Ref Nobody } }', 'Unresolved resource dependencies [Nobody] in the Resources block'],
    [`{ Type: x, Properties: { B: !Sub '\${Nobody}' } }`, 'Unresolved resource dependencies [Nobody]'],
    ['{ Type: x, Properties: { B: !GetAtt Nobody.Arn } }', 'Fn::GetAtt references undefined resource Nobody'],
    ['{ Type: x, Condition: Never }', 'Unresolved condition dependency Never'],
    ['{ Type: x, DependsOn: Nobody }', 'Unresolved resource dependencies [Nobody]'],
  ])('is refused for a name that it does not declare: %s', (resource, words) => {
    expect(() => checkReferences(readTemplate(`Resources: { A: ${resource} }`))).toThrow(words)
  })

  it('is refused for a circle', () => {
    const circle = 'Resources: { A: { Type: x, Properties: { B: !Ref B } }, B: { Type: x, DependsOn: A } }'
    expect(() => creationOrder(readTemplate(circle))).toThrow('Circular dependency between resources: [A, B]')
  })
})

describe('parameters', () => {
  const template = readTemplate(yaml)
  const given = (parameters: Record<string, string>) => () =>
    parameterValues(
      template,
      Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    )

  it.each([
    [{}, 'Parameters: [Id] must have values'],
    [{ Id: 'ab12', Odd: 'x' }, 'Parameters: [Odd] do not exist in the template'],
    [{ Id: 'AB12' }, "Parameter 'Id' must match pattern ^[0-9a-f]{4}$"],
    [{ Id: 'xab12' }, "Parameter 'Id' must match pattern"],
    [{ Id: 'ab12', Wide: 'maybe' }, "Parameter 'Wide' must be one of AllowedValues"],
  ])('are checked: %j', (parameters, words) => {
    expect(given(parameters as Record<string, string>)).toThrow(words)
  })

  it('keep the previous value where that is asked for', () => {
    const previous = [{ ParameterKey: 'Id', UsePreviousValue: true }]
    expect(parameterValues(template, previous, { Id: 'ab12' })).toEqual({ Id: 'ab12', Names: '', Wide: 'no' })
    expect(() => parameterValues(template, previous)).toThrow('Parameters: [Id] must have values')
  })
})
