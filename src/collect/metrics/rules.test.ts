// What is read of metrics that no service declares, and of those that one does.
import { describe, expect, it } from 'vitest'
import { metricsConfigSchema } from '../../core/account-settings.ts'
import { services } from '../../services/index.ts'
import { createRules } from './rules.ts'

const rules = (more: object = {}) => createRules(services, metricsConfigSchema.parse(more))

describe('createRules', () => {
  it.each([
    ['a metric of a customer', 'Shop/Orders', 'CartSize'],
    ['a namespace of AWS that is not declared', 'AWS/SomethingNew', 'CartSize'],
    ['a new metric of a declared namespace', 'AWS/SQS', 'CartSize'],
  ])('reads of %s all that CloudWatch aggregates, as one metric of its charge', (_, namespace, metric) => {
    const rule = rules().rule(namespace, metric)
    expect(rule).toMatchObject({ unit: '', period: 60, weighted: true })
    expect(rule?.statistics).toEqual(['Average', 'Maximum', 'Minimum', 'Sum', 'SampleCount'])
    const [average, maximum] = rule?.wanted.map(({ name }) => name) ?? []
    expect(average).toMatch(/\.cart_size$/)
    expect(maximum).toBe(`${average}.maximum`)
  })

  it('wants those of customers only where they are switched on', () => {
    expect(rules().wanted('Shop/Orders')).toBe(false)
    expect(rules({ collect_custom_metrics: true }).wanted('Shop/Orders')).toBe(true)
    // AWS's own, though their names do not begin with AWS.
    for (const namespace of [
      'Glue',
      'AmazonMWAA',
      'CloudWatchSynthetics',
      '/aws/sagemaker/Endpoints',
      'AWS/SomethingNew',
    ])
      expect(rules().wanted(namespace), namespace).toBe(true)
  })

  it('looks by name for what is published more seldom than the list of recently active metrics holds', () => {
    const slow = rules().slowNamespaces()
    expect(slow).toEqual(
      expect.arrayContaining(['AWS/S3', 'AWS/Billing', 'AWS/CertificateManager', 'AWS/TrustedAdvisor']),
    )
    expect(slow).not.toContain('AWS/SecretsManager')
  })
})
