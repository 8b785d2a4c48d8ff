import type { Document } from '../model/document.ts';
import type { ConnectionEvidence } from '../model/evidence.ts';
import type { EntryFact } from '../model/fact.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { evidenceBase } from './base.ts';
import { shownTarget } from './target.ts';

/** Keys of maps that hold MCP servers by name, whatever the file. */
const certain: ReadonlySet<string> = new Set(['mcpServers', 'mcp_servers', 'mcp-servers', 'context_servers']);

/** Keys that hold MCP servers only where the file or the key above says so: `servers` is a word of many formats. */
const likely: ReadonlySet<string> = new Set(['servers', 'mcp']);

/** Fields that say how a server is reached, the first of them first. */
const commands = ['command', 'cmd'];
const urls = ['url', 'httpUrl', 'serverUrl', 'endpoint', 'uri'];

/** The entries of one server, by the path inside it. */
interface Server {
  readonly name: string;
  readonly entries: EntryFact[];
  readonly depth: number;
}

/** MCP servers that a configuration connects to: by name, with a command line or URL from which credentials are removed. */
export function* connection(document: Document, rules: RuleSet): Iterable<ConnectionEvidence> {
  for (const server of serversOf(document)) {
    const target = targetOf(server);
    const [first] = server.entries;
    if (!first || target.length === 0) continue;

    yield {
      kind: 'connection',
      ...evidenceBase(document, first.at, { rule: 'mcp', confidence: 'high', weight: 'mention' }),
      name: nameOf(server),
      target: shownTarget(target, rules.keys),
    };
  }
}

function serversOf({ facts, file }: Document): Iterable<Server> {
  const servers = new Map<string, Server>();
  if (/(?:^|\/)(?:locales?|i18n|translations?)\//i.test(file)) return [];
  const inMcpFile = /(?:^|[/._-])mcp(?:[._-]|$)[^/]*$/i.test(file);
  for (const fact of facts) {
    if (fact.kind !== 'entry') continue;

    const at = fact.path.findIndex((key, index) =>
      holdsServers(key, fact.path[index - 1], fact.path[index + 1], inMcpFile),
    );
    const name = fact.path[at + 1];
    if (at < 0 || name === undefined || fact.path.length < at + 3) continue;

    const id = fact.path.slice(0, at + 2).join('\0');
    const server = servers.get(id) ?? { name: String(name), entries: [], depth: at + 2 };
    servers.set(id, server);
    server.entries.push(fact);
  }
  return servers.values();
}

function holdsServers(
  key: string | number,
  above: string | number | undefined,
  below: string | number | undefined,
  inMcpFile: boolean,
): boolean {
  if (typeof key !== 'string') return false;
  if (certain.has(key) || /^mcp\.servers$/.test(key)) return true;
  if (!likely.has(key) || typeof below !== 'string' || likely.has(below)) return false;
  return inMcpFile || (key === 'servers' && above === 'mcp') || key === 'mcp';
}

/** The name of a server: its key, or what an item of a list calls itself. */
function nameOf(server: Server): string {
  return valueOfField(server, 'name') ?? server.name;
}

/** Command and arguments, or the URL; empty where neither is said. */
function targetOf(server: Server): string[] {
  for (const field of commands) {
    const words = listAt(server, field);
    if (words.length > 0) return [...words, ...listAt(server, 'args')];
  }
  for (const field of urls) {
    const url = valueOfField(server, field);
    if (url !== null) return [url];
  }
  // Zed nests the command: { command: { path, args } }.
  const path = server.entries.find(
    (entry) => entry.path[server.depth] === 'command' && entry.path[server.depth + 1] === 'path',
  );
  return path ? [path.value] : [];
}

function valueOfField({ entries, depth }: Server, field: string): string | null {
  return entries.find(({ path }) => path.length === depth + 1 && path[depth] === field)?.value || null;
}

/** A field that is a text or a list of texts. */
function listAt({ entries, depth }: Server, field: string): string[] {
  return entries
    .filter(({ path }) => path[depth] === field && (path.length === depth + 1 || typeof path[depth + 1] === 'number'))
    .map(({ value }) => value);
}
