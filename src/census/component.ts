import type { Component } from '../model/census.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Gathered } from './census.ts';
import { parent } from './unit.ts';

/** What of a unit is counted beside the agents, and the evidence that speaks of that alone. */
export interface Components {
  readonly components: readonly Component[];
  readonly taken: ReadonlySet<Evidence>;
  readonly isLibrary: boolean;
}

/** Finds assistant configuration, MCP servers and libraries in a unit. */
export function components(gathered: Gathered, isLibrary: boolean): Components {
  const { place, unit, evidence, manifest } = gathered;
  const found: Component[] = [];
  const taken = new Set<Evidence>();
  for (const [path, witnesses] of assistants(evidence)) {
    found.push({
      id: `${place.id}//${path}#assistant-config`,
      kind: 'assistant-config',
      name: path,
      repository: place.id,
      path,
      evidence: witnesses,
    });
    for (const witness of witnesses) taken.add(witness);
  }
  for (const one of evidence) {
    if (one.kind !== 'workload' || !one.serves || !(one.context === 'production' || one.context === 'example'))
      continue;
    const id = `${place.id}//${one.file}#${one.name || 'model-endpoint'}`;
    // Without an image it is the whole file that sets it up.
    const own = one.image === null ? evidence.filter(({ file }) => file === one.file) : [one];
    found.push({ id, kind: 'model-endpoint', name: one.name, repository: place.id, path: one.file, evidence: own });
    for (const witness of own) taken.add(witness);
  }
  const counted = evidence.filter(({ context }) => context === 'production' || context === 'example');
  const servers = [...counted.filter(({ kind }) => kind === 'server'), ...started(counted)];
  if (servers.length > 0) {
    const named = servers.find((one) => one.kind === 'server' && one.name);
    const name = (named?.kind === 'server' ? named.name : null) ?? manifest?.name ?? unit.path;
    found.push({
      id: `${place.id}//${unit.path}#mcp-server`,
      kind: 'mcp-server',
      name,
      repository: place.id,
      path: unit.path,
      evidence: servers,
    });
    const rules = new Set(servers.map(({ rule }) => rule));
    for (const witness of evidence) if (rules.has(witness.rule)) taken.add(witness);
  }
  if (isLibrary) {
    const name = manifest?.name ?? unit.path;
    found.push({
      id: `${place.id}//${unit.path}#library`,
      kind: 'library',
      name,
      repository: place.id,
      path: unit.path,
      evidence: evidence.filter((one) => !taken.has(one)),
    });
    for (const witness of evidence) taken.add(witness);
  }
  return { components: found, taken, isLibrary };
}

/** Packages that serve the tools that a unit declares, without a word of code. */
const serving = /:(?:spring-ai-starter-mcp-server|quarkus-mcp-server|micronaut-mcp-server)/;

function started(evidence: readonly Evidence[]): readonly Evidence[] {
  const declares = evidence.some(({ kind }) => kind === 'tool');
  return declares ? evidence.filter((one) => one.kind === 'dependency' && serving.test(one.package)) : [];
}

/** Folders that belong to one assistant: they are listed once, however many files they hold. */
const folder =
  /^((?:.*\/)?\.(?:claude|cursor|windsurf|gemini|codex|roo|agents|continue|kiro|claude-plugin|codex-plugin))\//;

function assistants(evidence: readonly Evidence[]): ReadonlyMap<string, readonly Evidence[]> {
  const found = new Map<string, Evidence[]>();
  const files = new Set<string>();
  // An assistant reads no configuration in an archive.
  const open = evidence.filter(({ context }) => context !== 'archived');
  for (const one of open) {
    if (one.kind !== 'declaration' || one.what !== 'assistant-config') continue;
    files.add(one.file);
  }
  for (const one of open) {
    if (!files.has(one.file) && !(one.kind === 'connection' && isMcpFile(one.file))) continue;
    const path = folder.exec(one.file)?.[1] ?? one.file;
    const list = found.get(path);
    if (list) list.push(one);
    else found.set(path, [one]);
  }
  return found;
}

function isMcpFile(file: string): boolean {
  return /(?:^|\/)\.?mcp\.json$/.test(file) || parent(file).endsWith('.vscode');
}
