import 'server-only';
import { type LookupAddress, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Addresses that a webhook must not reach (server-side request forgery, OWASP): our own machine, our own networks, the cloud's
 * metadata service, and what leads nowhere. IANA's registries of special-purpose addresses, RFC 6890.
 */
const NOT_PUBLIC: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['::1', 128, 'ipv6'],
  // Those that carry an IPv4 address inside: compatible, NAT64, 6to4, Teredo. A mapped one (::ffff:…) is held to the IPv4 list.
  ['::', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['2001::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const blocked = new BlockList();
for (const [net, prefix, family] of NOT_PUBLIC) blocked.addSubnet(net, prefix, family);

/** Where webhooks may go although it is not public: host names, addresses, or networks as in `10.1.0.0/16`. */
export type Allowed = { hosts: ReadonlySet<string>; networks: BlockList };

/** Reads the configured list. Throws in words when an entry is none. */
export function readAllowed(entries: readonly string[]): Allowed {
  const networks = new BlockList();
  const hosts = new Set<string>();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address);
    if (family === 0 && prefix === undefined) hosts.add(entry.toLowerCase());
    else if (family === 0) throw new Error(`"${entry}" is no network: write one like 10.1.0.0/16.`);
    else networks.addSubnet(address, prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix), nameOf(family));
  }
  return { hosts, networks };
}

/** Whether an address may be connected to. */
export function mayReach(address: string, allowed: Allowed): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  return allowed.networks.check(address, nameOf(family)) || !blocked.check(address, nameOf(family));
}

/**
 * What is wrong with a webhook's URL as it is written, in words; null when nothing is. A name is looked at again when it is
 * resolved, at each connection: what it leads to may change.
 */
export function problemWith(text: string, allowed: Allowed): string | null {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return 'Write a whole address, like https://hooks.acme.example/usher.';
  if (url.username !== '' || url.password !== '') return 'Leave the user name and password out of the address.';
  const host = hostOf(url);
  if (isIP(host) !== 0 && !mayReach(host, allowed)) return PRIVATE;
  if (isIP(host) === 0 && isLocalName(host) && !allowed.hosts.has(host)) return PRIVATE;
  if (url.protocol === 'http:' && !isAllowed(host, allowed))
    return 'Use https: events name people, and must not be read on the way.';
  return null;
}

const PRIVATE =
  'Usher does not send to private or local addresses. Whoever runs Usher can allow this one in its configuration.';

/** Brackets belong to the URL and a last dot to DNS, not to the address or name. */
export const hostOf = (url: URL): string => url.hostname.toLowerCase().replace(/^\[|\]$|\.$/g, '');

const isLocalName = (host: string): boolean =>
  host === 'localhost' ||
  /\.(?:localhost|local|internal|home\.arpa|lan|intranet|corp)$/u.test(host) ||
  !host.includes('.');

const isAllowed = (host: string, { hosts, networks }: Allowed): boolean =>
  hosts.has(host) || (isIP(host) !== 0 && networks.check(host, nameOf(isIP(host))));

const nameOf = (family: number): 'ipv4' | 'ipv6' => (family === 6 ? 'ipv6' : 'ipv4');

/** Said by the connection when every address that a name leads to is refused. */
export class RefusedTarget extends Error {
  override name = 'RefusedTarget';
}

/**
 * Resolves a name for a connection that then goes to just what was looked at: a name that answers differently the second time
 * (DNS rebinding) gains nothing. An allowed host may lead anywhere.
 */
export const guardedLookup =
  (allowed: Allowed): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '', 0);
      const addresses = found as LookupAddress[];
      const good = allowed.hosts.has(hostname.toLowerCase())
        ? addresses
        : addresses.filter(({ address }) => mayReach(address, allowed));
      const [first] = good;
      if (first === undefined) {
        return callback(new RefusedTarget(`${hostname} leads to a private or local address`), '', 0);
      }
      if (options.all === true) return callback(null, good);
      return callback(null, first.address, first.family);
    });
  };
