/** The network around a caller's, which an attacker cannot leave as cheaply as an address. */

/** The /24 of an IPv4 address, and the /48 of an IPv6 /64 as `networkOf` writes it; other text as it is. */
export function neighbourhoodOf(address: string): string {
  const [, ipv4, ipv6] = /^(\d+\.\d+\.\d+)\.\d+$|^((?:[\da-f]+:){3})[\da-f]+$/.exec(address) ?? [];
  return ipv4 ?? ipv6 ?? address;
}
