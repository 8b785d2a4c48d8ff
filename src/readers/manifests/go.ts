import type { Asked, Parsed } from './parsed.ts';

/** `go.mod`. Modules that only others ask for (`// indirect`) are passed over; it is called by its module's path. */
export function goMod(text: string): Parsed {
  const asked: Asked[] = [];
  let isBlock = false;
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    if (/^\s*require\s*\(/.test(line)) isBlock = true;
    else if (/^\s*\)/.test(line)) isBlock = false;
    const named = (isBlock ? /^\s*([\w.~/-]{3,300})\s+v\d/ : /^\s*require\s+([\w.~/-]{3,300})\s+v\d/).exec(line)?.[1];
    if (named === undefined || /\/\/\s*indirect\b/.test(line)) continue;
    asked.push({
      ecosystem: 'go',
      name: named.replace(/\/v\d+$/, ''),
      scope: 'runtime',
      at: index + line.indexOf(named),
    });
  }
  const name = /^[ \t]*module[ \t]+"?([\w.~/-]{1,300})/m.exec(text)?.[1] ?? null;
  return {
    manifest: { name, workspace: false, entry: false, author: null, claim: claimOf(text) },
    asked,
    leaves: null,
  };
}

/** The claim of a registry entry, in a comment of a manifest that has no room for keys of others: `rollcall.agent: x`. */
export function claimOf(text: string): string | null {
  return /(?:\/\/|#)\s{0,8}rollcall\.agent\s{0,8}[:=]\s{0,8}([\w./-]{1,200})/.exec(text)?.[1] ?? null;
}
