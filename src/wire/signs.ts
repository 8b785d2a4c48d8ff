import type { Confidence } from '../model/evidence.ts';
import type { Connection, KnownProcess, ProcessSign } from '../model/known-process.ts';
import type { HeldKey, RunningProcess } from '../model/process.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { endpointText } from '../text/ip.ts';

const order: readonly Confidence[] = ['high', 'medium', 'low'];

/** What speaks for a process's use of models, the surest first. `ancestors`: what started it, the nearest first. */
export function signsOf(
  process: Omit<KnownProcess, 'signs'>,
  ancestors: readonly RunningProcess[],
  rules: RuleSet,
  providerOf: (host: string) => string | null,
): ProcessSign[] {
  const { connections, keys, baseUrls, sdkHints, command, serves, listens, role } = process;
  const signs: ProcessSign[] = connections.flatMap(connected);
  if (serves !== null)
    signs.push({
      kind: 'server',
      provider: serves,
      what: listens.join(', '),
      confidence: portConfidence(process, rules),
    });
  // What a shell holds, it hands on; it asks nobody itself.
  if (role === 'shell') return signs;

  for (const key of keys) signs.push(keySign(key, process, ancestors));
  for (const url of baseUrls)
    signs.push({ kind: 'base-url', provider: providerOf(new URL(url).hostname), what: url, confidence: 'medium' });
  for (const name of sdkHints) signs.push({ kind: 'library', provider: null, what: name, confidence: 'low' });
  const rule = command && serves === null ? rules.commands.get(command.name.toLowerCase()) : null;
  if (command && rule)
    signs.push({
      kind: 'command',
      provider: rule.provider,
      what: command.name,
      confidence: command.isHeadless ? 'high' : 'medium',
    });
  return signs.toSorted((a, b) => order.indexOf(a.confidence) - order.indexOf(b.confidence));
}

function connected(connection: Connection): ProcessSign[] {
  const { provider, basis, through, confidence, host } = connection;
  if (basis === 'local-gateway') {
    const behind = provider === null ? through : [provider];
    const what = endpointText(connection);
    return (behind.length > 0 ? behind : [null]).map((one) => ({ kind: 'gateway', provider: one, what, confidence }));
  }
  return provider === null
    ? []
    : [{ kind: 'connection', provider, what: host ?? endpointText(connection), confidence }];
}

function keySign(key: HeldKey, process: RunningProcess, ancestors: readonly RunningProcess[]): ProcessSign {
  const { name, provider, fingerprint } = key;
  const isReal = fingerprint !== null && !isInherited(key, process, ancestors);
  return { kind: 'key', provider, what: name ?? 'an argument', confidence: isReal ? 'medium' : 'low' };
}

/** A key that a person's shell holds is handed to everything that is started from it: editors, pagers, compilers. */
function isInherited(key: HeldKey, process: RunningProcess, ancestors: readonly RunningProcess[]): boolean {
  if (process.unit !== null || process.containerId !== null) return false;
  return ancestors.some(
    ({ isShell, keys }) =>
      isShell && keys.some(({ name, fingerprint }) => name === key.name && fingerprint === key.fingerprint),
  );
}

/** Surer at the port that it usually has, or where none is usual. */
function portConfidence({ serves, listens }: Omit<KnownProcess, 'signs'>, { ports }: RuleSet): Confidence {
  const usual = [...ports].flatMap(([port, { provider }]) => (provider === serves ? `:${port}` : []));
  return usual.length === 0 || listens.some((one) => usual.some((port) => one.endsWith(port))) ? 'high' : 'medium';
}
