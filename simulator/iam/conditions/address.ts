// IP address condition operators: addresses and CIDR blocks, version 4 and 6.
import { BlockList, isIP } from 'node:net'
import { not, type Operator } from './operator.ts'

function contains(block: string, address: string): boolean {
  const [network = '', prefix] = block.split('/')
  const version = isIP(network)
  if (version === 0 || isIP(address) !== version) return false
  const family = version === 4 ? 'ipv4' : 'ipv6'
  const longest = version === 4 ? 32 : 128
  const length = prefix === undefined ? longest : Number(prefix)
  if (!Number.isInteger(length) || length < 0 || length > longest) return false
  const list = new BlockList()
  list.addSubnet(network, length, family)
  return list.check(address, family)
}

const inBlock: Operator = { fits: (given, wanted) => contains(wanted, given) }

export const addressOperators: Record<string, Operator> = {
  IpAddress: inBlock,
  NotIpAddress: not(inBlock),
}
