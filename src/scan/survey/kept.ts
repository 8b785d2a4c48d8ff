import type { ResultStore } from '../../model/results.ts';
import { decode, isIntact } from './codec.ts';
import type { Survey } from './survey.ts';

/** What is kept under an address, to the last byte; `null` where nothing is, or what is there is damaged. */
export async function intactAt(results: ResultStore, address: string): Promise<Buffer | null> {
  const bytes = await results.read(address);
  return bytes && isIntact(bytes, address) ? bytes : null;
}

/** The survey that is kept under an address; `null` where none is. */
export async function surveyAt(results: ResultStore, address: string): Promise<Survey | null> {
  const bytes = await intactAt(results, address);
  return bytes && (await decode(bytes));
}
