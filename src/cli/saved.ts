import { parseReport, type Report, RollcallError } from '../index.ts';
import type { Io } from './io.ts';
import { readGiven } from './read.ts';

/** A JSON report that somebody saved; `-` for standard input. */
export async function savedReport(file: string, io: Io): Promise<Report> {
  const text = await readGiven(file, 'target', io);
  try {
    return parseReport(text);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    throw new RollcallError('target', `${file}: ${error.message}`, {
      cause: error,
      ...(error.hint ? { hint: error.hint } : {}),
    });
  }
}
