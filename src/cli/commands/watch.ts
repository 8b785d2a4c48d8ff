import { resolve } from 'node:path';
import { type Notice, openWatch, RollcallError, visible, type Watched } from '../../index.ts';
import type { ExitCode } from '../exit.ts';
import type { PolicyFlags } from '../flags.ts';
import type { Io } from '../io.ts';
import { logsBy } from '../log-options.ts';
import { note } from '../note.ts';
import { print } from '../output.ts';
import { findPolicy } from '../policy.ts';
import { loadRules } from '../rules.ts';
import { until } from '../until.ts';
import { hooked, type Posted } from '../webhook.ts';

/** Flags of `rollcall watch`. */
export interface WatchFlags extends PolicyFlags {
  readonly format: string;
  readonly checkpoint?: string;
  readonly fromStart?: boolean;
  readonly webhook?: string;
  readonly logFormat?: string;
  readonly utcOffset?: number;
  readonly quiet?: boolean;
}

/** `rollcall watch`: follows logs, and tells of callers of models as they appear, until it is interrupted. */
export async function watch(io: Io, targets: readonly string[], flags: WatchFlags): Promise<ExitCode> {
  if (flags.format !== 'line' && flags.format !== 'ndjson')
    throw new RollcallError('usage', `there is no format ${flags.format} for what is watched`, {
      hint: 'There are line and ndjson.',
    });
  const rules = await loadRules(flags.rules, io.cwd());
  const { registry, config, notes } = await findPolicy(['.'], flags, io);
  const { watch: watching, notes: faults } = await openWatch({
    targets,
    cwd: io.cwd(),
    stdin: until(io.stdin, io.signal),
    rules,
    registry,
    policy: config.policy,
    logs: await logsBy(flags, rules),
    clock: () => io.now(),
    checkpoint: flags.checkpoint === undefined ? null : resolve(io.cwd(), flags.checkpoint),
    fromStart: flags.fromStart === true || targets.some((target) => target.replace(/^log:/, '') === '-'),
    signal: io.signal,
  });
  if (!flags.quiet) await note(io, [...notes, ...faults]);
  const say = flags.format === 'ndjson' ? inJson : inWords;
  const hook = flags.webhook === undefined ? null : await hooked(flags.webhook, io, { post: inJson, say });
  for await (const notice of watching.notices()) {
    await print(io.stdout, say(notice));
    await hook?.tell(notice);
  }
  const posted = (await hook?.end()) ?? null;
  const watched = watching.watched();
  if (flags.format === 'ndjson') await print(io.stdout, inJsonAll(watched, posted));
  if (!flags.quiet) await note(io, [summary(watched), ...(posted ? [delivery(posted)] : [])]);
  return watched.problems > 0 || (posted?.lost ?? 0) > 0 ? 3 : 0;
}

/** `2026-11-20 14:53:42  new caller  svc-triage (user:svc-triage) called api.openai.com of openai, unregistered  access.log:12` */
function inWords(notice: Notice): string {
  if (notice.kind === 'idle') return '';
  if (notice.kind === 'problem') return `${visible(notice.file)}: ${visible(notice.message)}\n`;
  const { agent, verdict, sighting } = notice;
  const { caller, host, provider, first, file, line, basis, count } = sighting;
  const when = first === null ? '' : `${first.slice(0, 19).replace('T', ' ')}  `;
  const deed = count === 0 ? 'was refused' : basis === 'dns' ? 'looked up' : basis === 'http' ? 'called' : 'reached';
  const where = host === null ? (provider ?? 'a model') : `${host}${provider === null ? '' : ` of ${provider}`}`;
  const standing = notice.kind === 'drift' ? `which entry ${verdict.entry} does not allow` : verdict.state;
  return `${when}${visible(`${agent.name} (${caller.key}) ${deed} ${where}, ${standing}  ${file}:${line}`)}\n`;
}

/** A notice as one line; '' where it tells nothing. */
function inJson(notice: Notice): string {
  if (notice.kind === 'idle') return '';
  if (notice.kind === 'problem') return `${JSON.stringify(notice)}\n`;
  const { kind, agent, verdict, sighting } = notice;
  const { caller, client, provider, host, basis, api, count, denied, first, programs, userAgents, models, file, line } =
    sighting;
  const seen = {
    caller,
    client,
    provider,
    host,
    basis,
    api,
    count,
    denied,
    time: first,
    programs,
    userAgents,
    models,
    file,
    line,
  };
  return `${JSON.stringify({ kind, agent: agent.id, name: agent.name, verdict: verdict.state, entry: verdict.entry, ...seen })}\n`;
}

function inJsonAll(watched: Watched, posted: Posted | null): string {
  return `${JSON.stringify({ kind: 'summary', ...watched, ...(posted ? { webhook: posted } : {}) })}\n`;
}

function delivery({ host, delivered, lost }: Posted): string {
  return `${host} took ${delivered} of ${delivered + lost} notices`;
}

function summary({ logs, lines, events, callers, unreviewed, problems }: Watched): string {
  const faults = problems === 0 ? '' : `, ${problems} problems`;
  return `watched ${logs} logs, ${lines} lines with ${events} calls and look-ups: ${callers} callers of models, ${unreviewed} unreviewed${faults}`;
}
