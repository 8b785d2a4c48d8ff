import type { Leaves } from '../entries.ts';
import { moduleName } from '../languages/javascript/specifier.ts';
import type { Parsed } from './parsed.ts';
import { under } from './tree.ts';

/**
 * `deno.json` and import maps: `"llm": "npm:openai@4"` is what `import … from 'llm'` means. A key with a slash at its end
 * stands for all that is below it.
 */
export function deno(leaves: Leaves): Parsed {
  const maps = [...under(leaves.list, 'imports'), ...under(leaves.list, 'scopes')];
  const mapped = maps.flatMap(({ path, value, at }) => {
    const as = String(path.at(-1)).replace(/\/$/, '');
    const name = moduleName(value);
    const isKnown = name !== value || value.startsWith('./');
    return isKnown && as !== '' ? [{ as, name: name.replace(/\/$/, ''), at }] : [];
  });
  const packages = mapped.filter(({ name }) => !name.startsWith('.'));
  return {
    manifest: null,
    asked: packages.map(({ name, at }) => ({ ecosystem: 'npm', name, scope: 'runtime', at })),
    renamed: mapped.filter(({ as, name }) => as !== name).map(({ as, name }) => ({ language: 'javascript', as, name })),
    leaves,
  };
}
