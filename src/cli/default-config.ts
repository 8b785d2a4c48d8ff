import type { Config } from '../model/config.ts';
import { defaultPolicy } from '../model/policy.ts';
import { defaultFailOn } from './exit.ts';

/** What holds where nobody has configured anything. */
export const defaultConfig: Config = {
  origin: null,
  digest: null,
  registry: null,
  baseline: null,
  acceptMarks: [],
  failOn: defaultFailOn,
  include: [],
  exclude: [],
  units: [],
  ignore: [],
  checks: new Map(),
  policy: defaultPolicy,
};
