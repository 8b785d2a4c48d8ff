import type { WitnessOf } from '../../model/census.ts';
import type { LogFormat, NetworkEvent, Resolved } from '../../model/network.ts';
import type { Problem } from '../../model/problem.ts';
import type { LogCoverage } from '../../model/report.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import type { FoundLog } from '../../model/source.ts';
import { Aggregator, type Folded } from '../../wire/aggregate.ts';
import { isAddress } from '../../wire/destination.ts';
import { Flows } from '../../wire/flows.ts';
import { PassiveDns } from '../../wire/pdns.ts';
import { holdLittle } from './heap.ts';
import { openLog } from './pick.ts';
import { readLog } from './read-log.ts';
import { logKey, sightingOf } from './sightings.ts';
import { SpannedLogs } from './spans.ts';

/** What the logs of a scan said. */
export interface ReadLogs {
  readonly sightings: readonly WitnessOf<'traffic'>[];
  readonly coverage: readonly LogCoverage[];
  readonly problems: readonly Problem[];
  /** What resolvers answered to whom; `null` where no log was read. */
  readonly pdns: PassiveDns | null;
  /** Of logs that were named as such, unpacked. */
  readonly bytes: number;
}

/** How logs are read. */
export interface LogOptions {
  /** The format that all of them have, by its id or as somebody gave it; `null`: each is told by its lines. */
  readonly format: string | LogFormat | null;
  /** Minutes east of UTC, for times without a zone. */
  readonly offset: number;
  /** For pipes, whose lines may name no year: now, ms since 1970. */
  readonly now: number | null;
  /** True where the process is rollcall's own, and does little but read logs: it is told to hold little memory. */
  readonly frugal?: boolean;
}

/** Logs that name their own fields and zone. */
export const plainLogs: LogOptions = { format: null, offset: 0, now: null };

/** How logs are read by a scan. `jobs`: threads; 0 and 1: this one alone. */
export type ReadLogsOptions = LogOptions & { readonly signal: AbortSignal; readonly jobs?: number };

/** Reads logs one after another, and counts what all of them tell together. */
export async function readLogs(
  logs: readonly FoundLog[],
  rules: RuleSet,
  options: ReadLogsOptions,
  spanned = new SpannedLogs(options.jobs ?? 1, rules.logs, options.signal),
): Promise<ReadLogs> {
  const aggregator = new Aggregator(rules.logs.callers);
  const pdns = new PassiveDns();
  const flows = new Flows();
  const coverage: LogCoverage[] = [];
  const problems: Problem[] = [];
  let bytes = 0;
  for (const log of logs) {
    const { place, file, written } = log;
    const key = logKey(place, file);
    const frame = { written: written ?? options.now, offset: options.offset };
    const chunks = openLog(log, undefined, options.signal);
    const spans = await spanned.open(log);
    // A thread that was started for it has set that back.
    if (options.frugal) holdLittle();
    const read = await readLog({ place, file, frame, format: options.format, chunks, spans }, rules, {
      event: (event) => {
        const flow = flowOf(event);
        if (flow) flows.add(flow, key);
        else aggregator.add(event, key);
      },
      answer: (answer) => learn(answer, pdns),
    });
    spans?.close();
    coverage.push(read.coverage);
    // Those of a tree are counted with its files.
    if (log.named) bytes += read.bytes;
    problems.push(...read.problems, ...emptiness(log, read.coverage, read.problems));
  }
  await spanned.close();
  for (const { event, file } of flows.named(pdns, rules)) aggregator.add(event, file);
  const { traffic, folded } = aggregator.finish();
  const [first] = logs;
  if (flows.dropped > 0) problems.push(lost(flows.dropped, first?.place ?? ''));
  problems.push(...folded.map((fold) => tooMany(fold, first?.place ?? '')));
  const sightings = Array.from(traffic, (one) => sightingOf(one, rules));
  return { sightings, coverage, problems, pdns, bytes };
}

/** A connection to an address of which the record does not say whose it is; `null` for all else. */
function flowOf(event: NetworkEvent): NetworkEvent | null {
  const { basis, provider, host } = event;
  if (basis !== 'ip' || provider !== null || (host !== null && !isAddress(host))) return null;
  const address = event.address ?? host;
  return address === null ? null : { ...event, host: null, address };
}

/** An answer without a client or a time joins nothing. Logs tell no time to live. */
function learn({ host, address, client, time }: Resolved, pdns: PassiveDns): void {
  if (client !== null && time !== null) pdns.add({ client, ip: address, host, time, ttl: 0 });
}

/** What was named as a log and holds no line that is understood tells nothing, and is not clean. */
function emptiness(
  { place, file, named }: FoundLog,
  { records, lines }: LogCoverage,
  problems: readonly Problem[],
): Problem[] {
  if (!named || records > 0 || problems.some(({ incomplete }) => incomplete)) return [];
  const message =
    lines === 0
      ? 'It is empty: it tells of nobody.'
      : 'No line of it is a record of traffic in a known layout (--log-format names one).';
  return [{ kind: 'problem', place, file, reason: 'unparsable', message, incomplete: true }];
}

function lost(count: number, place: string): Problem {
  const message = `There are too many pairs of callers and addresses: of ${count} connections it was not asked whose address it is.`;
  return { kind: 'problem', place, file: '.', reason: 'limit', message, incomplete: true };
}

function tooMany({ host, provider, count, callers }: Folded, place: string): Problem {
  const where = host ?? provider ?? 'models';
  const message = `There are too many callers to tell apart: ${count} calls to ${where} are of about ${callers} more, which are not listed.`;
  return { kind: 'problem', place, file: '.', reason: 'limit', message, incomplete: true };
}
