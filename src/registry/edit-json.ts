import {
  applyEdits,
  type FormattingOptions,
  findNodeAtLocation,
  type JSONPath,
  type ModificationOptions,
  modify,
  type Node,
  parseTree,
} from 'jsonc-parser';
import type { Step } from './difference.ts';
import { lineBreak, spliced } from './splice.ts';

/** The JSON text after these steps, all else as it was. */
export function editJson(text: string, steps: readonly Step[]): string {
  const [bom, json] = text.startsWith('\ufeff') ? ['\ufeff', text.slice(1)] : ['', text];
  return bom + steps.reduce(made, json);
}

function made(text: string, step: Step): string {
  const path = [...step.path];
  switch (step.kind) {
    case 'set':
      return put(text, path, step.value);
    case 'insert':
      return step.fields.reduceRight((before, [key, value]) => {
        const getInsertionIndex = (keys: string[]) => (step.after === null ? 0 : keys.indexOf(step.after) + 1);
        return put(before, [...path, key], value, { getInsertionIndex });
      }, text);
    case 'append':
      return step.values.reduce<string>((before, value) => put(before, [...path, -1], value), text);
    case 'remove':
      return without(text, step);
    default:
      return step satisfies never;
  }
}

/** The library takes a last item out of a list as if a line ended behind it; so parts are taken out here. */
function without(text: string, { path, keys }: Step & { kind: 'remove' }): string {
  const root = parseTree(text);
  const parts = (root && findNodeAtLocation(root, [...path])?.children) ?? [];
  const isGone = (part: Node, index: number) => keys.includes(part.type === 'property' ? keyOf(part) : index);
  const firstKept = parts.findIndex((part, index) => !isGone(part, index));
  const splices = parts.flatMap((part, index) => {
    if (!isGone(part, index)) return [];
    const [before, after] = [parts[index - 1], parts[index + 1]];
    if (index > firstKept && before) return [{ from: endOf(before), to: endOf(part), text: '' }];
    return [{ from: part.offset, to: after?.offset ?? endOf(part), text: '' }];
  });
  return spliced(text, splices) ?? text;
}

function keyOf({ children }: Node): string {
  return String(children?.[0]?.value);
}

function endOf({ offset, length }: Node): number {
  return offset + length;
}

function put(text: string, path: JSONPath, value: unknown, options: ModificationOptions = {}): string {
  const formatting = text.trim().includes('\n') ? { formattingOptions: formattingOf(text) } : {};
  return applyEdits(text, modify(text, path, value, { ...options, ...formatting }));
}

/** As the file has it: the first line that is set in says how deep. */
function formattingOf(text: string): FormattingOptions {
  const [, indent = '  '] = /\n([ \t]+)\S/.exec(text) ?? [];
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.length, eol: lineBreak(text) };
}
