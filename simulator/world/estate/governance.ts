// What stands beside the shop and is only listed: keys, secrets, certificates, logs, rules, backups and who looks after them.
import type { CertificateSummary } from '@aws-sdk/client-acm'
import type { BackupPlansListMember, BackupVaultListMember } from '@aws-sdk/client-backup'
import type { Trail } from '@aws-sdk/client-cloudtrail'
import type { LogGroup } from '@aws-sdk/client-cloudwatch-logs'
import type { Rule } from '@aws-sdk/client-eventbridge'
import type { AliasListEntry, KeyListEntry } from '@aws-sdk/client-kms'
import type { Firewall } from '@aws-sdk/client-network-firewall'
import type { SecretListEntry } from '@aws-sdk/client-secrets-manager'
import type { InstanceInformation, ParameterMetadata } from '@aws-sdk/client-ssm'
import type { WebACLSummary } from '@aws-sdk/client-wafv2'
import { daysBefore, type Place, type Tags } from '../place.ts'

const platform: Tags = { env: 'prod', team: 'platform' }

/** `8-4-4-4-12`, the same for the same name in the same world. */
export const uuid = (place: Place, name: string): string =>
  place.hex(name, 32).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')

/** A customer's key, and the alias that people know it by. */
function addKey(place: Place, name: string, tags?: Tags): string {
  const KeyId = uuid(place, `key ${name}`)
  const KeyArn = place.arn('kms', `key/${KeyId}`)
  place.add('kms:key', { KeyId, KeyArn } satisfies KeyListEntry)
  const AliasName = `alias/${name}`
  place.add('kms:alias', {
    AliasName,
    AliasArn: place.arn('kms', AliasName),
    TargetKeyId: KeyId,
    CreationDate: daysBefore(place, 400),
  } satisfies AliasListEntry)
  if (tags) place.tag(KeyArn, tags)
  return KeyArn
}

function addCertificates(place: Place): void {
  const certificates = [
    { DomainName: 'shop.example.com', KeyAlgorithm: 'RSA_2048', Type: 'AMAZON_ISSUED', days: 41 },
    // Which AWS lists only where its kind of key is asked for; imported, so that nobody renews it.
    { DomainName: 'partners.example.com', KeyAlgorithm: 'EC_prime256v1', Type: 'IMPORTED', days: 12 },
  ] as const
  for (const { days, ...certificate } of certificates) {
    const CertificateArn = place.arn('acm', `certificate/${uuid(place, certificate.DomainName)}`)
    place.add('acm:certificate', {
      ...certificate,
      CertificateArn,
      SubjectAlternativeNameSummaries: [certificate.DomainName],
      Status: 'ISSUED',
      InUse: true,
      CreatedAt: daysBefore(place, 354),
      NotBefore: daysBefore(place, 354),
      NotAfter: daysBefore(place, -days),
      RenewalEligibility: certificate.Type === 'IMPORTED' ? 'INELIGIBLE' : 'ELIGIBLE',
    } satisfies CertificateSummary)
    if (certificate.Type === 'AMAZON_ISSUED') place.tag(CertificateArn, platform)
  }
}

function addSecrets(place: Place, key: string): void {
  const secrets: SecretListEntry[] = [
    { Name: 'prod/orders/database', KmsKeyId: key, RotationEnabled: true, LastRotatedDate: daysBefore(place, 9) },
    { Name: 'partner-api-token', RotationEnabled: false },
  ]
  for (const secret of secrets) {
    const ARN = place.arn('secretsmanager', `secret:${secret.Name}-${place.hex(`secret ${secret.Name}`, 6)}`)
    place.add('secretsmanager:secret', {
      ...secret,
      ARN,
      CreatedDate: daysBefore(place, 320),
      LastChangedDate: daysBefore(place, 9),
      LastAccessedDate: daysBefore(place, 0),
    } satisfies SecretListEntry)
    if (secret.RotationEnabled) place.tag(ARN, { env: 'prod', team: 'orders' })
  }
}

function addSystems(place: Place, key: string): void {
  const parameters: ParameterMetadata[] = [
    { Name: '/prod/orders/feature-flags', Type: 'String', Tier: 'Standard' },
    { Name: '/prod/orders/webhook-token', Type: 'SecureString', Tier: 'Standard', KeyId: key },
  ]
  for (const parameter of parameters) {
    const ARN = place.arn('ssm', `parameter${parameter.Name}`)
    const LastModifiedDate = daysBefore(place, 30)
    place.add('ssm:parameter', { ...parameter, ARN, LastModifiedDate, Version: 3, DataType: 'text' })
    if (parameter.Type === 'String') place.tag(ARN, { env: 'prod', team: 'orders' })
  }
  const [instance] = place.state.instances
  const machines = [
    { InstanceId: instance?.shape.InstanceId, ResourceType: 'EC2Instance', ComputerName: 'ip-10-0-1-20.ec2.internal' },
    { InstanceId: `mi-0${place.hex('warehouse', 16)}`, ResourceType: 'ManagedInstance', ComputerName: 'warehouse-1' },
  ] as const
  for (const machine of machines)
    place.add('ssm:managed-instance', {
      ...machine,
      PingStatus: 'Online',
      LastPingDateTime: daysBefore(place, 0),
      AgentVersion: '3.3.3050.0',
      IsLatestVersion: true,
      PlatformType: 'Linux',
      PlatformName: 'Amazon Linux',
      PlatformVersion: '2023',
    } satisfies InstanceInformation)
}

function addLogs(place: Place, key: string): void {
  const groups: LogGroup[] = [
    { logGroupName: '/ecs/prod-orders', retentionInDays: 30, kmsKeyId: key, storedBytes: 48_211_003 },
    { logGroupName: '/aws/lambda/prod-thumbnailer', storedBytes: 912_220_114 },
  ]
  for (const group of groups) {
    const logGroupArn = place.arn('logs', `log-group:${group.logGroupName}`)
    const creationTime = daysBefore(place, 300).getTime()
    place.add('logs:log-group', {
      ...group,
      logGroupArn,
      arn: `${logGroupArn}:*`,
      creationTime,
      metricFilterCount: 0,
      logGroupClass: 'STANDARD',
    } satisfies LogGroup)
    if (group.retentionInDays) place.tag(logGroupArn, { env: 'prod', team: 'orders' })
  }
}

function addRules(place: Place): void {
  const rules: Rule[] = [
    { Name: 'prod-nightly-report', ScheduleExpression: 'cron(0 3 * * ? *)', State: 'ENABLED' },
    { Name: 'instance-state', EventPattern: '{"source":["aws.ec2"]}', State: 'DISABLED' },
  ]
  for (const rule of rules) {
    const Arn = place.arn('events', `rule/${rule.Name}`)
    place.add('events:rule', { ...rule, Arn, EventBusName: 'default' } satisfies Rule)
    if (rule.ScheduleExpression) place.tag(Arn, { env: 'prod', team: 'reports' })
  }
}

function addBackups(place: Place, key: string): void {
  const vault = place.arn('backup', 'backup-vault:prod')
  place.add('backup:backup-vault', {
    BackupVaultName: 'prod',
    BackupVaultArn: vault,
    CreationDate: daysBefore(place, 380),
    EncryptionKeyArn: key,
    NumberOfRecoveryPoints: 61,
    Locked: true,
    MinRetentionDays: 7,
  } satisfies BackupVaultListMember)
  place.tag(vault, platform)
  const BackupPlanId = uuid(place, 'plan')
  place.add('backup:backup-plan', {
    BackupPlanName: 'nightly',
    BackupPlanId,
    BackupPlanArn: place.arn('backup', `backup-plan:${BackupPlanId}`),
    CreationDate: daysBefore(place, 380),
    LastExecutionDate: daysBefore(place, 1),
  } satisfies BackupPlansListMember)
}

function addGuards(place: Place, key: string): void {
  const trail = place.arn('cloudtrail', 'trail/acme-all')
  place.add('cloudtrail:trail', {
    Name: 'acme-all',
    TrailARN: trail,
    HomeRegion: place.region,
    IsMultiRegionTrail: true,
    IncludeGlobalServiceEvents: true,
    LogFileValidationEnabled: true,
    KmsKeyId: key,
  } satisfies Trail)
  place.tag(trail, platform)
  for (const [scope, Name] of [
    ['regional', 'prod-shop'],
    ['global', 'prod-edge'],
  ] as const) {
    const Id = uuid(place, `acl ${Name}`)
    const ARN = place.arn('wafv2', `${scope}/webacl/${Name}/${Id}`)
    place.add(`wafv2:${scope}/webacl`, {
      Name,
      Id,
      ARN,
      LockToken: uuid(place, `lock ${Name}`),
    } satisfies WebACLSummary)
    if (scope === 'regional') place.tag(ARN, platform)
  }
  const FirewallArn = place.arn('network-firewall', 'firewall/prod-egress')
  place.add('network-firewall:firewall', {
    FirewallName: 'prod-egress',
    FirewallArn,
    FirewallId: uuid(place, 'firewall'),
    FirewallPolicyArn: place.arn('network-firewall', 'firewall-policy/egress'),
    VpcId: place.state.vpcId,
    SubnetMappings: [{ SubnetId: `subnet-0${place.hex('firewall subnet', 16)}` }],
    DeleteProtection: true,
  } satisfies Firewall)
  place.tag(FirewallArn, platform)
}

/** One or two of each in an account's main region: some with tags, some without. */
export function addGovernance(place: Place): void {
  const key = addKey(place, 'prod-data', platform)
  addKey(place, 'old-exports')
  addCertificates(place)
  addSecrets(place, key)
  addSystems(place, key)
  addLogs(place, key)
  addRules(place)
  addBackups(place, key)
  addGuards(place, key)
}
