import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';
import { object } from './object.ts';

/** The object that `jq -n --arg model "$MODEL" '{model: $model}'` makes; null where its filter makes none. */
export function filtered(args: readonly Syntax[], word: (node: Syntax) => Node): Node | null {
  const named = new Map<string, Node>();
  let program: Syntax | null = null;
  for (let i = 0; i < args.length; i++) {
    const text = args[i]?.text ?? '';
    if (/^--(?:arg|argjson|slurpfile|rawfile)$/.test(text)) {
      const [name, value] = [args[i + 1], args[i + 2]];
      if (name && value && text.startsWith('--arg')) named.set(name.text, word(value));
      i += 2;
    } else if (!/^-/.test(text)) program ??= args[i] ?? null;
  }
  const filter = program ? word(program) : null;
  if (filter?.k !== 'text' && filter?.k !== 'parts') return null;
  return object(filter.k === 'text' ? [filter.text] : filter.parts, filter.at, named);
}
