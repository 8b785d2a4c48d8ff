import type { RuleFiles } from './compile.ts';
import type { Word } from './keywords.ts';

/** Words of rollcall's own that make a file worth reading. */
const own = ['rollcall-ignore', 'rollcall.agent', 'mcpservers', 'mcp_servers'];

/**
 * The keywords of all rules: a file with none of them is never decoded. Words that contain another are dropped, but
 * for those of keys, which also decide what key patterns are tried.
 */
export function words({ providers, frameworks }: RuleFiles): readonly Word[] {
  const kept = new Set(providers.flatMap(({ keys }) => keys.flatMap(({ keyword }) => [keyword].flat())).map(lower));
  const found = new Map<string, boolean>([...kept, ...own].map((text) => [text, false]));
  for (const file of [...providers, ...frameworks]) {
    const transport = 'kind' in file && file.kind === 'transport';
    const modules = file.keywords.length > 0 ? file.keywords.map(marked) : transport ? [] : moduleWords(file);
    const runners = [...file.actions, ...file.commands].map((runner) =>
      typeof runner === 'string' ? runner : runner.name,
    );
    const names = file.env.flatMap((env) => (typeof env === 'string' ? env : env.ambiguous ? [] : env.name));
    const hosts = 'hosts' in file ? file.hosts.map((host) => literal(typeof host === 'string' ? host : host.host)) : [];
    for (const { text, bounded } of [...modules, ...runners.map(bare), ...names.map(free), ...hosts.map(free)])
      found.set(text, bounded && found.get(text) !== false);
    for (const port of 'ports' in file ? file.ports : []) found.set(`:${port}`, false);
  }
  found.delete('');
  return [...found]
    .map(([text, bounded]) => ({ text, bounded }))
    .filter(({ text }) => kept.has(text) || !contains(found, text))
    .sort((a, b) => (a.text < b.text ? -1 : 1));
}

function moduleWords({ modules, symbols }: RuleFiles['frameworks'][number] | RuleFiles['providers'][number]): Word[] {
  return [...modules, ...symbols.flatMap((symbol) => symbol.modules)].flatMap((module) => {
    const dot = module.lastIndexOf('.');
    const submodule =
      dot > 0 && !module.includes('/') ? [free(`from ${module.slice(0, dot)} import ${module.slice(dot + 1)}`)] : [];
    return [/^\w{1,6}$/.test(module) ? bare(module) : free(module), ...submodule];
  });
}

/** `|word|` asks for a boundary on both sides. */
function marked(text: string): Word {
  return text.startsWith('|') && text.endsWith('|') ? bare(text.slice(1, -1)) : free(text);
}

function free(text: string): Word {
  return { text: lower(text), bounded: false };
}

function bare(text: string): Word {
  return { text: lower(text), bounded: true };
}

function lower(text: string): string {
  return text.toLowerCase();
}

/** The longest piece of a host pattern without a wildcard, and without the dots around it. */
function literal(host: string): string {
  const pieces = host.split('*').map((piece) => piece.replace(/^\.|\.$/g, ''));
  return pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), '');
}

/** Whether another, unbounded word stands inside this one: where this one is, that one is found too. */
function contains(all: ReadonlyMap<string, boolean>, text: string): boolean {
  for (let start = 0; start < text.length; start++) {
    for (let end = start + 1; end <= text.length; end++) {
      if (end - start < text.length && all.get(text.slice(start, end)) === false) return true;
    }
  }
  return false;
}
