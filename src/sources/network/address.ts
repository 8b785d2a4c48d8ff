import { BlockList, isIP } from 'node:net';
import * as ip from '../../text/ip.ts';

/** IPv4 that is no single host of the public internet (IANA's registry of special-purpose addresses, and multicast). */
const special4 = blocks('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]);

/** All public IPv6 is of this block. Not of it: loopback, local, multicast, and every form that carries an IPv4 address. */
const global6 = blocks('ipv6', [['2000::', 3]]);

/** What is special in it: protocols such as Teredo, examples, and 6to4, which carries an IPv4 address too. */
const special6 = blocks('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]);

/** Whether an address is one of the public internet: a key is sent to no other. What is no address is not. */
export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special4.check(address, 'ipv4');
    case 6:
      return !address.includes('%') && global6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
    default:
      return false;
  }
}

/** Whether an address is this machine's own. What is no address is not. */
export function isLoopback(address: string): boolean {
  return isIP(address) !== 0 && ip.isLoopback(address);
}

function blocks(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [address: string, prefix: number])[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of subnets) list.addSubnet(address, prefix, family);
  return list;
}
