// AWS accounts of well-known vendors, so that a trust policy's stranger has a name. Each is documented by the vendor itself; gathered
// from https://github.com/fwdcloudsec/known_aws_accounts (September 2025), where the source of each is named. A name is a hint, no proof.

const vendors: Readonly<Record<string, readonly string[]>> = {
  Cloudability: ['165736516723'],
  'Conformity (Trend Micro)': ['717210094962'],
  Databricks: ['414351767826', '790110701330', '601306020600'],
  Datadog: ['464622532012'],
  Drata: ['269135526815'],
  Dynatrace: ['509560245411'],
  Fivetran: ['834469178297'],
  'Grafana Cloud': ['008923505280'],
  Lacework: ['434813966438'],
  'New Relic': ['754728514883'],
  nOps: ['202279780353'],
  'Orca Security': [
    ...['976280145156', '727815099310', '553950354547', '135916806842', '463932680998', '784971140435'],
  ],
  'Prisma Cloud': ['188619942792'],
  'Qualys CloudView': ['080595016317', '205767712438'],
  Rapid7: ['336818582268'],
  Segment: ['107630771604', '595280932656'],
  Spacelift: ['324880187172'],
  'Splunk Observability (SignalFx)': ['134183635603'],
  Spot: ['922761411349', '884866656237'],
  'Sumo Logic': ['926226587429'],
  Sysdig: ['761931097553', '263844535661'],
  Tenable: ['012615275169'],
  'Trend Micro Cloud One': ['737318609257'],
  Vanta: ['956993596390'],
  Zesty: ['672188301118'],
}

const byAccount = new Map(
  Object.entries(vendors).flatMap(([name, accounts]) => accounts.map(id => [id, name] as const)),
)

/** The vendor that an AWS account is known to be of; undefined for everybody else. */
export const vendorOf = (accountId: string): string | undefined => byAccount.get(accountId)
