import { expand } from '../ruleset/template.ts';

/**
 * Files by path, from lines with templates. `{{seed NAME}}` prints nothing: what follows on its line is made from that
 * seed, so that the same key can stand in two files. Other lines have a seed of their own.
 */
export function environmentFiles(templates: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(templates).map(([path, lines]) => {
      const expanded = lines.map((line, index) => expandLine(line, `${path}:${index + 1}`));
      return [path, `${expanded.join('\n')}\n`];
    }),
  );
}

function expandLine(line: string, seed: string): string {
  const [start = '', ...seeded] = line.split('{{seed ');
  const parts = seeded.map((part) => {
    const end = part.indexOf('}}');
    return expand(part.slice(end + 2), `rollcall-estate:${part.slice(0, end)}`);
  });
  return [expand(start, seed), ...parts].join('');
}
