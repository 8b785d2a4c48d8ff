import type { Leaves } from '../entries.ts';
import { claimOf } from './go.ts';
import type { Asked, Parsed } from './parsed.ts';
import { textAt, under } from './tree.ts';

/** `Gemfile` and `*.gemspec`. They are programs: what stands there in the usual form is read, nothing is run. */
export function gemfile(text: string): Parsed {
  const asked: Asked[] = [];
  let development = false;
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    if (/^\s*group\b[^#]*\bdo\b/.test(line))
      development = /:(?:development|test)\b/.test(line) && !/:(?:default|production)\b/.test(line);
    else if (/^\s*end\b/.test(line)) development = false;
    const [, how = '', name] =
      /^\s*(?:\w{1,40}\.)?(gem|add_(?:runtime_|development_)?dependency)[\s(]{1,9}["']([\w.-]{1,200})["']/.exec(line) ??
      [];
    if (name === undefined) continue;
    const isTool = development || how.includes('development') || /group:?.{0,20}:(?:development|test)\b/.test(line);
    asked.push({
      ecosystem: 'rubygems',
      name,
      scope: isTool ? 'development' : 'runtime',
      at: index + line.indexOf(name),
    });
  }
  return { manifest: plain(null, claimOf(text)), asked, leaves: null };
}

/** `mix.exs`. */
export function mix(text: string): Parsed {
  const source = text.replace(/#[^\r\n]*/g, (remark) => ' '.repeat(remark.length));
  const asked = [...source.matchAll(/\{\s{0,20}:(\w{1,100}),([^}\r\n]{0,300})/g)].map(
    ({ 0: all, 1: name = '', 2: rest = '', index }): Asked => ({
      ecosystem: 'hex',
      name,
      scope: /only:\s{0,5}\[?\s{0,5}:(?:dev|test)\b(?!.{0,40}:prod\b)/.test(rest) ? 'development' : 'runtime',
      at: index + all.indexOf(`:${name}`) + 1,
    }),
  );
  const name = /\bapp:\s{0,9}:(\w{1,100})/.exec(text)?.[1] ?? null;
  const entry = /\bmod:\s{0,9}\{|\bescript:/.test(text);
  const workspace = /\bapps_path:/.test(text);
  return { manifest: { ...plain(name, claimOf(text)), entry, workspace }, asked, leaves: null };
}

/** `composer.json`. What PHP itself and its extensions offer is no package. */
export function composer(leaves: Leaves): Parsed {
  const { list } = leaves;
  const asked = (['require', 'require-dev'] as const).flatMap((field) =>
    under(list, field).flatMap(({ path: [, name], at }): Asked[] =>
      typeof name === 'string' && name.includes('/')
        ? [{ ecosystem: 'packagist', name, scope: field === 'require' ? 'runtime' : 'development', at }]
        : [],
    ),
  );
  const name = textAt(list, 'name');
  const entry = textAt(list, 'type') === 'project' || under(list, 'bin').length > 0;
  const author = textAt(list, 'authors', 0, 'email') ?? textAt(list, 'authors', 0, 'name');
  return {
    manifest: { name, workspace: false, entry, author, claim: textAt(list, 'extra', 'rollcall', 'agent') },
    asked,
    leaves,
  };
}

function plain(name: string | null, claim: string | null) {
  return { name, workspace: false, entry: false, author: null, claim };
}
