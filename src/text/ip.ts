/**
 * An IP address in the one spelling that compares: IPv6 in its shortest form, IPv4 mapped into IPv6 as IPv4, without brackets
 * and zone. Null for what is none.
 */
export function ipAddress(text: string): string | null {
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/s, '');
  if (isIpv4(bare)) return bare;
  if (!/^[0-9a-f:.]{2,45}$/i.test(bare) || !bare.includes(':') || !URL.canParse(`http://[${bare}]/`)) return null;
  const short = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short) ?? [];
  return high && low ? dotted(`${high.padStart(4, '0')}${low.padStart(4, '0')}`) : short;
}

/** An address and a port, as one writes them: `10.0.0.1:443`, `[::1]:443`. */
export function endpointText({ address, port }: { readonly address: string; readonly port: number }): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Whether an address is that of the machine itself. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

/** Whether an address is of a network of one's own (RFC 1918, RFC 4193). */
export function isPrivate(address: string): boolean {
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/.test(address);
}

/** Whether an address stands for all of a machine's. */
export function isUnspecified(address: string): boolean {
  return address === '::' || address === '0.0.0.0';
}

/** Whether an address, spelled as by {@link ipAddress}, is in a prefix in CIDR notation. */
export function isWithin(address: string, prefix: string): boolean {
  const [network = '', length = ''] = prefix.split('/');
  const base = bitsOf(network);
  const bits = bitsOf(address);
  return base.length === bits.length && base.slice(0, Number(length)) === bits.slice(0, Number(length));
}

/** Eight hex digits as IPv4. */
export function dotted(hex: string): string {
  return [0, 2, 4, 6].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join('.');
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}

/** An address as 32 or 128 ones and zeros. */
function bitsOf(address: string): string {
  const binary = (part: string, radix: number, width: number) =>
    Number.parseInt(part || '0', radix)
      .toString(2)
      .padStart(width, '0');
  if (isIpv4(address))
    return address
      .split('.')
      .map((part) => binary(part, 10, 8))
      .join('');
  const [left = [], right = []] = address.split('::').map((half) => half.split(':').filter(Boolean));
  const gap = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...gap, ...right].map((part) => binary(part, 16, 16)).join('');
}
