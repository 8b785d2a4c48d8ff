/** What a start needs that has no time to lose, such as a hook of git: nothing here loads a reader, a parser or the census. */

export { nearest } from './registry/nearest.ts';
export { formats, loadFormat, paged } from './report/index.ts';
export { loadCompiled } from './ruleset/load.ts';
export { beginChange, scanChange } from './scan/change/change.ts';
export type { Change } from './scan/change/options.ts';
export { maxFileBytes } from './sources/open.ts';
