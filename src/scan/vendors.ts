import type { Asker } from '../model/verification.ts';
import type { VendorOptions } from '../sources/vendor/vendors.ts';

export type { VendorOptions } from '../sources/vendor/vendors.ts';

/** Asks vendors over the network. The code that opens a connection is loaded here and nowhere else: a scan that asks nobody has none. */
export async function vendors(options: VendorOptions): Promise<Asker> {
  const vendor = await import('../sources/vendor/vendors.ts');
  return vendor.vendors(options);
}
