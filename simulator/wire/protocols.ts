// Every wire protocol by its name.
import { cbor } from './cbor.ts'
import { json10, json11 } from './json.ts'
import type { Protocol, ProtocolName } from './protocol.ts'
import { ec2Query, query } from './query.ts'
import { restJson } from './rest-json.ts'
import { restXml } from './rest-xml.ts'

export const protocols: Record<ProtocolName, Protocol> = {
  awsJson1_0: json10,
  awsJson1_1: json11,
  awsQuery: query,
  ec2Query,
  restJson1: restJson,
  restXml,
  rpcV2Cbor: cbor,
}
