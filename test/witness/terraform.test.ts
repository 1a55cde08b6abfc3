import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { systemClock } from '../../src/core/clock.ts'
import { awsEnvironment, isPresent, run } from './run.ts'

/** A folder with the unpacked hashicorp/aws provider, laid out as `terraform providers mirror` does. */
const plugins = process.env.WITNESS_TERRAFORM_PLUGINS
const present = plugins !== undefined && isPresent('terraform', ['version'])

const configuration = `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {}
resource "aws_iam_policy" "heycloud" {
  name   = "HeyCloudIntegrationPolicy"
  tags   = { team = "sre" }
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ec2:Describe*", "cloudwatch:GetMetricData"], Resource = "*" }]
  })
}
resource "aws_iam_role" "heycloud" {
  name               = "HeyCloudIntegrationRole"
  description        = "Read by HeyCloud"
  tags               = { team = "sre" }
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::060482727757:root" }
      Condition = { StringEquals = { "sts:ExternalId" = "the-id" } }
    }]
  })
}
resource "aws_iam_role_policy_attachment" "heycloud" {
  role       = aws_iam_role.heycloud.name
  policy_arn = aws_iam_policy.heycloud.arn
}
resource "aws_iam_role_policy_attachment" "audit" {
  role       = aws_iam_role.heycloud.name
  policy_arn = "arn:aws:iam::aws:policy/SecurityAudit"
}
resource "aws_iam_role_policy" "inline" {
  role   = aws_iam_role.heycloud.name
  name   = "extra"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "tag:GetResources", Resource = "*" }] })
}
`

let simulator: Simulator
let folder: string

beforeAll(async () => {
  if (!present) return
  simulator = await startSimulator({ seed: 1, clock: systemClock })
  folder = mkdtempSync(join(tmpdir(), 'heycloud-terraform-'))
  writeFileSync(join(folder, 'main.tf'), configuration)
})
afterAll(async () => {
  await simulator?.close()
  if (present) rmSync(folder, { recursive: true })
})

async function terraform(...args: string[]) {
  const keys = simulator.accounts[0]
  if (!keys) throw new Error('the simulated AWS has no account')
  const env = { ...awsEnvironment(simulator.endpoint, keys), CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' }
  return run('terraform', args, { env, cwd: folder })
}

describe('witness: terraform', () => {
  it.skipIf(!present)(
    'makes the role and its policies, finds nothing to change, and takes them away',
    async () => {
      const init = await terraform('init', '-no-color', `-plugin-dir=${plugins}`)
      expect(init).toMatchObject({ code: 0 })
      const apply = await terraform('apply', '-no-color', '-auto-approve')
      expect(apply.stdout).toContain('Apply complete! Resources: 5 added, 0 changed, 0 destroyed.')
      const plan = await terraform('plan', '-no-color', '-detailed-exitcode')
      expect(plan.stdout).toContain('No changes.')
      expect(plan.code).toBe(0)
      expect(Object.keys(simulator.iam.account('111122223333')?.roles ?? {})).toContain('heycloudintegrationrole')
      const destroy = await terraform('destroy', '-no-color', '-auto-approve')
      expect(destroy.stdout).toContain('Destroy complete! Resources: 5 destroyed.')
    },
    120_000,
  )
})
