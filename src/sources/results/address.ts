/** No result is larger; what is larger was not kept here. */
export const mostBytes = 512 * 1024 * 1024;

/**
 * Where an address stands below a folder or a prefix: `ab/ab…`, so that no folder has more entries than one can look
 * through, and a folder can be copied into a bucket as it is. What is no address is a bug: it could be a path.
 */
export function placeOf(address: string): string {
  if (!/^[0-9a-f]{64}$/.test(address)) throw new Error(`${JSON.stringify(address)} is no address of a result`);
  return `${address.slice(0, 2)}/${address}`;
}
