import { RollcallError } from '../model/error.ts';

/** The one repository of which a change is looked at; by default the current folder. */
export function changedTarget([target = '.', ...others]: readonly string[]): string {
  if (others.length === 0) return target;
  throw new RollcallError('usage', `a change is that of one repository, and ${others.length + 1} targets are named`);
}
