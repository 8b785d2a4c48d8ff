/** What the roll is called by on the command line. What a scan needs at times alone, such as a registry's parser, is loaded then: see `start.ts` for even less. */

export { type RegistryAddress, registryAddress, repositoryPath } from './registry/address.ts';
export { loadRegistry } from './registry/load.ts';
export { mergeRegistries } from './registry/merge.ts';
export { visible } from './report/escape.ts';
export { loadCompiled } from './ruleset/load.ts';
export { formatNamed } from './scan/logs/given.ts';
export { maxFileBytes } from './scan/options.ts';
export { fetchedBy, openResults } from './scan/organisation/results.ts';
export { scan } from './scan/scan.ts';
export { fetchRegistry, openCommit, partingOf } from './scan/trusted/open.ts';
export { vendors } from './scan/vendors.ts';
