/** rollcall as a library: what the command line is made of, and every public type. */

export { type Accepted, type AcceptedAt, type Baseline, noBaseline } from './model/baseline.ts';
export type * from './model/blob.ts';
export type * from './model/census.ts';
export type * from './model/change.ts';
export type * from './model/config.ts';
export type * from './model/credential.ts';
export { type ErrorCode, RollcallError } from './model/error.ts';
export type * from './model/evidence.ts';
export * from './model/exchange.ts';
export {
  type Finding,
  type MarkTool,
  markTools,
  type Severity,
  type Sighting,
  type Suppression,
  type SuppressionKind,
  severities,
  suppressionKinds,
} from './model/finding.ts';
export type * from './model/forge.ts';
export { type HostExportFormat, hostExportFormats } from './model/host-export.ts';
export { byLocation, type Location, type Origin, type Position } from './model/origin.ts';
export type * from './model/plan.ts';
export * from './model/policy.ts';
export type * from './model/problem.ts';
export * from './model/queue.ts';
export * from './model/registry.ts';
export type * from './model/report.ts';
export type * from './model/results.ts';
export type * from './model/ruleset.ts';
export type * from './model/verification.ts';
export {
  type CommittedAddress,
  type RegistryAddress,
  type RemoteAddress,
  registryAddress,
  repositoryPath,
} from './registry/address.ts';
export { approve, type Consent, type Decision } from './registry/approve.ts';
export { approvalDigest } from './registry/digest.ts';
export { type Edits, edit, type Fields, layOut } from './registry/edit.ts';
export type { Imported, Remark } from './registry/exchange/import.ts';
export { loadExchange } from './registry/exchange/load.ts';
export { explain as explainMisfit } from './registry/explain.ts';
export { defaultPlaces } from './registry/file.ts';
export { loadRegistry } from './registry/load.ts';
export { mergeRegistries } from './registry/merge.ts';
export { nearest } from './registry/nearest.ts';
export { parseRegistry, type RegistrySource } from './registry/parse.ts';
export { dayAfter } from './registry/period.ts';
export { reconcile, type Terms } from './registry/reconcile.ts';
export { written, writtenApproval, writtenScope } from './registry/render.ts';
export { riskOf } from './registry/risk.ts';
export { type ScopeFacet, type Shrunk, shrink } from './registry/shrink.ts';
export { type Standing, standingOf } from './registry/standing.ts';
export { idFor, type Stub, scopeOf, stubOf } from './registry/stub.ts';
export { type Fault, readYaml, type Tree } from './registry/yaml.ts';
export { describeProblem } from './report/describe.ts';
export { difference } from './report/difference.ts';
export { visible } from './report/escape.ts';
export { explain } from './report/explain.ts';
export { type HostCatalogue, type HostEntry, hostCatalogue } from './report/exports/catalogue.ts';
export type { HostExport, HostExportOptions } from './report/exports/export.ts';
export { loadHostExport } from './report/exports/index.ts';
export type { Format, FormatOptions, Page } from './report/format.ts';
export { grid } from './report/grid.ts';
export { formats, loadFormat, paged } from './report/index.ts';
export { parseReport } from './report/parse.ts';
export { parsePlan, renderPlan } from './report/plan-file.ts';
export { quietJson } from './report/quiet.ts';
export { describeRegistries } from './report/registries.ts';
export { compile, type RuleFiles } from './ruleset/compile.ts';
export { loadCompiled, loadParsed, readOmitted, readRules } from './ruleset/load.ts';
export { parseOmitted, parseRules, type RuleText } from './ruleset/parse.ts';
export { scanChange } from './scan/change/change.ts';
export type { Change, ChangeOptions } from './scan/change/options.ts';
export { formatNamed } from './scan/logs/given.ts';
export type { LogOptions } from './scan/logs/logs.ts';
export { maxFileBytes, type Progress, type ScanOptions, type TreePolicy } from './scan/options.ts';
export { enqueueFleet, openQueue, planOrganisations, workFleet } from './scan/organisation/load.ts';
export type { ForgeOptions } from './scan/organisation/options.ts';
export { fetchedBy, openResults, type ResultsOptions } from './scan/organisation/results.ts';
export { type Broken, loadLogProofs, prove, proveCredentials } from './scan/prove.ts';
export { scan } from './scan/scan.ts';
export { defaultSalt } from './scan/take.ts';
export { type CommitAddress, type Committed, fetchRegistry, openCommit, partingOf } from './scan/trusted/open.ts';
export { type VendorOptions, vendors } from './scan/vendors.ts';
export type { Notice, Watched } from './scan/watch/notice.ts';
export { type OpenWatch, openWatch } from './scan/watch/open.ts';
export { type OpenWebhook, openWebhook } from './scan/watch/webhook.ts';
export { quote } from './text/quote.ts';
