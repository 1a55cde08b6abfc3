import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prod } from '../support/delegating.ts'
import { type Serving, startServing } from '../support/serving.ts'
import { isPresent, run } from './run.ts'

/** A folder that holds the built provider, `terraform-provider-datadog`. */
const folder = process.env.WITNESS_TERRAFORM_DATADOG
const present = folder !== undefined && isPresent('terraform', ['version'])

const staging = '444455556666'

const provider = `
terraform {
  required_providers {
    datadog = { source = "DataDog/datadog" }
  }
}
provider "datadog" {}
`
const defaults = `
  aws_regions {}
  logs_config {
    lambda_forwarder {}
  }
  metrics_config {
    namespace_filters {}
  }
  resources_config {}
  traces_config {
    xray_services {}
  }
`
const everything = `
  account_tags = ["!test-update", "*", "env:prod"]
  aws_regions {
    include_only = ["us-east-1", "ap-southeast-2", "eu-west-1"]
  }
  logs_config {
    lambda_forwarder {
      lambdas = ["arn:aws:lambda:us-east-1:123456789123:function:test-fn"]
      sources = ["s3", "lambda", "cloudtrail"]
      log_source_config {
        tag_filters {
          source = "lambda"
          tags   = ["tag3", "tag4"]
        }
      }
    }
  }
  metrics_config {
    automute_enabled          = false
    collect_cloudwatch_alarms = true
    collect_custom_metrics    = true
    namespace_filters {
      include_only = ["AWS/SQS", "AWS/EC2", "AWS/ApplicationELB", "AWS/Brand/New"]
    }
    tag_filters {
      namespace = "AWS/Lambda"
    }
    tag_filters {
      namespace = "AWS/EC2"
      tags      = ["tag2", "tag1", "!x:*"]
    }
    metric_name_filters {
      namespace    = "AWS/RDS"
      exclude_only = ["aws.rds.aurora*", "aws.rds.cpu*"]
    }
    metric_name_filters {
      namespace    = "AWS/EC2"
      include_only = ["aws.ec2.network_in"]
    }
  }
  resources_config {
    cloud_security_posture_management_collection = true
  }
  traces_config {
    xray_services {
      include_all = true
    }
  }
`
const account = (settings: string, roleName = 'HeyCloudIntegrationRole') => `
resource "datadog_integration_aws_account" "prod" {
  aws_account_id = "${prod}"
  aws_partition  = "aws"
  auth_config {
    aws_auth_config_role {
      role_name = "${roleName}"
    }
  }
${settings}
}
`
const beside = `
resource "datadog_integration_aws_external_id" "staging" {}
resource "datadog_integration_aws_account" "staging" {
  aws_account_id = "${staging}"
  aws_partition  = "aws"
  auth_config {
    aws_auth_config_role {
      role_name   = "team/HeyCloudIntegrationRole"
      external_id = datadog_integration_aws_external_id.staging.id
    }
  }
${defaults}
}
data "datadog_integration_aws_external_id" "staging" {
  aws_account_id = datadog_integration_aws_account.staging.aws_account_id
  depends_on     = [datadog_integration_aws_account.staging]
}
resource "datadog_integration_aws_event_bridge" "alerts" {
  account_id           = datadog_integration_aws_account.staging.aws_account_id
  event_generator_name = "alerts"
  create_event_bus     = false
  region               = "us-east-1"
}
resource "datadog_integration_aws_account_ccm_config" "staging" {
  aws_account_config_id = datadog_integration_aws_account.staging.id
  ccm_config {
    data_export_configs {
      report_name   = "cost-and-usage-report"
      report_prefix = "reports"
      report_type   = "CUR2.0"
      bucket_name   = "billing"
      bucket_region = "us-east-1"
    }
  }
}
data "datadog_integration_aws_iam_permissions" "all" {}
data "datadog_integration_aws_iam_permissions_standard" "standard" {}
data "datadog_integration_aws_iam_permissions_resource_collection" "resources" {}
data "datadog_integration_aws_available_namespaces" "all" {}
data "datadog_integration_aws_available_logs_services" "all" {}
output "same" {
  value = data.datadog_integration_aws_external_id.staging.external_id == datadog_integration_aws_external_id.staging.id
}
output "permitted" {
  value = contains(data.datadog_integration_aws_iam_permissions.all.iam_permissions, "cloudwatch:GetMetricData")
}
`

let serving: Serving
let url: string
let directory: string
let keys: { 'dd-api-key': string; 'dd-application-key': string }

beforeAll(async () => {
  if (!present) return
  serving = await startServing()
  url = await serving.app.listen({ host: '127.0.0.1', port: 0 })
  keys = await serving.keys('editor')
  directory = mkdtempSync(join(tmpdir(), 'heycloud-terraform-datadog-'))
  // The built provider stands in for the registry's: nothing is downloaded.
  const overrides = `provider_installation {\n  dev_overrides { "DataDog/datadog" = "${folder}" }\n  direct {}\n}\n`
  writeFileSync(join(directory, 'cli.tfrc'), overrides)
})
afterAll(async () => {
  await serving?.close()
  if (present) rmSync(directory, { recursive: true })
})

/** Credentials as the provider takes them. */
const pair = () => ({ DD_API_KEY: keys['dd-api-key'], DD_APP_KEY: keys['dd-application-key'] })
const bearer = () => ({ DD_BEARER_TOKEN: keys['dd-application-key'] })

async function terraform(
  name: string,
  configuration: string,
  args: string[],
  credentials: Record<string, string> = pair(),
) {
  const cwd = join(directory, name)
  mkdirSync(cwd, { recursive: true })
  writeFileSync(join(cwd, 'main.tf'), provider + configuration)
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: directory,
    TF_CLI_CONFIG_FILE: join(directory, 'cli.tfrc'),
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    DD_HOST: url,
    ...credentials,
  }
  return run('terraform', [...args, '-no-color'], { env, cwd })
}

const apply = ['apply', '-auto-approve']
/** Exit code 0 says that nothing would change; 2 that something would. */
const plan = ['plan', '-detailed-exitcode']

async function expectEmptyPlan(name: string, configuration: string, credentials?: Record<string, string>) {
  const outcome = await terraform(name, configuration, plan, credentials)
  expect(outcome.stdout + outcome.stderr).toContain('No changes.')
  expect(outcome.code).toBe(0)
}

describe('witness: terraform-provider-datadog', () => {
  it.skipIf(!present)(
    'creates, changes, imports and destroys an account, and never finds anything to change',
    async () => {
      for (const [configuration, outcome] of [
        [account(defaults), '1 added, 0 changed'],
        [account(everything, 'team/Other_Role'), '0 added, 1 changed'],
        [account(defaults), '0 added, 1 changed'],
      ] as const) {
        const applied = await terraform('one', configuration, apply)
        expect(applied.stdout + applied.stderr).toContain(outcome)
        await expectEmptyPlan('one', configuration)
      }
      const [saved] = await serving.delegation.accounts.list('acme', prod)
      const imported = await terraform('two', account(defaults), [
        'import',
        'datadog_integration_aws_account.prod',
        saved?.id ?? '',
      ])
      expect(imported.stdout).toContain('Import successful!')
      await expectEmptyPlan('two', account(defaults))
      const destroyed = await terraform('one', account(defaults), ['destroy', '-auto-approve'])
      expect(destroyed.stdout).toContain('1 destroyed')
      // Removed by somebody else: it leaves the state, and would be created.
      expect((await terraform('two', account(defaults), plan)).stdout).toContain('1 to add')
    },
    240_000,
  )

  it.skipIf(!present)(
    'does so with a bearer token, for every other resource and data source of the integration',
    async () => {
      const applied = await terraform('three', beside, apply, bearer())
      expect(applied.stdout + applied.stderr).toContain('Apply complete! Resources: 4 added')
      expect(applied.stdout).toMatch(/permitted = true[\s\S]*same = true/)
      await expectEmptyPlan('three', beside, bearer())
      const destroyed = await terraform('three', beside, ['destroy', '-auto-approve'], bearer())
      expect(destroyed.stdout + destroyed.stderr).toContain('4 destroyed')
    },
    240_000,
  )
})
