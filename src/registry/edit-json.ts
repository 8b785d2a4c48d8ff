import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import type { Step } from './difference.ts';
import { leading, lineBreak, type Splice, spliced } from './splice.ts';

/** A JSON text and how it is laid out. */
interface Sheet {
  readonly text: string;
  readonly eol: string;
  /** What each level is set in by; '' where all stands on one line. */
  readonly unit: string;
}

/** The JSON text after these steps, all else as it was; `null` where they cannot be made in it. */
export function editJson(text: string, steps: readonly Step[]): string | null {
  const [bom, json] = text.startsWith('\ufeff') ? ['\ufeff', text.slice(1)] : ['', text];
  const root = parseTree(json);
  const sheet = { text: json, eol: lineBreak(json), unit: /\n([ \t]+)\S/.exec(json)?.[1] ?? '' };
  const splices: Splice[] = [];
  for (const step of steps) {
    const node = root && findNodeAtLocation(root, [...step.path]);
    if (!node) return null;
    splices.push(...splicesOf(step, node, sheet));
  }
  const result = spliced(json, splices);
  return result === null ? null : bom + result;
}

function splicesOf(step: Step, node: Node, sheet: Sheet): readonly Splice[] {
  switch (step.kind) {
    case 'set':
      return [{ from: node.offset, to: endOf(node), text: rendered(step.value, leadOf(node, sheet), sheet) }];
    case 'insert': {
      const index = partsOf(node).findIndex((part) => keyOf(part) === step.after);
      const colon = sheet.unit === '' ? ':' : ': ';
      return extended(node, index, step.fields, sheet, ([key, value], lead) => {
        return `${JSON.stringify(key)}${colon}${rendered(value, lead, sheet)}`;
      });
    }
    case 'append':
      return extended(node, partsOf(node).length - 1, step.values, sheet, (value, lead) =>
        rendered(value, lead, sheet),
      );
    case 'remove':
      return without(node, step.keys);
    default:
      return step satisfies never;
  }
}

/** New parts behind the one at `index`, `-1`: before all others. Where each stands on a line of its own, so do they. */
function extended<T>(
  node: Node,
  index: number,
  values: readonly T[],
  sheet: Sheet,
  write: (value: T, lead: string | null) => string,
): readonly Splice[] {
  const [first] = partsOf(node);
  const { eol, unit } = sheet;
  const lead = first ? leadOf(first, sheet) : unit === '' ? null : lineLead(node, sheet) + unit;
  const parts = values.map((value) => write(value, lead));
  const gap = lead === null ? (unit === '' ? '' : ' ') : eol + lead;
  if (!first) {
    const end = lead === null ? '' : eol + lineLead(node, sheet);
    const inside = gap + parts.join(`,${gap}`) + end;
    return [{ from: node.offset + 1, to: endOf(node) - 1, text: inside }];
  }
  const before = partsOf(node)[index];
  if (!before) return [{ from: first.offset, to: first.offset, text: parts.map((part) => `${part},${gap}`).join('') }];
  return [{ from: endOf(before), to: endOf(before), text: parts.map((part) => `,${gap}${part}`).join('') }];
}

/** Parts that go, with the comma that parted them. */
function without(node: Node, keys: readonly (string | number)[]): readonly Splice[] {
  const parts = partsOf(node);
  const gone = new Set(keys);
  const isGone = (part: Node, index: number) => gone.has(part.type === 'property' ? keyOf(part) : index);
  const firstKept = parts.findIndex((part, index) => !isGone(part, index));
  return parts.flatMap((part, index) => {
    if (!isGone(part, index)) return [];
    const [before, after] = [parts[index - 1], parts[index + 1]];
    if (index > firstKept && before) return [{ from: endOf(before), to: endOf(part), text: '' }];
    return [{ from: part.offset, to: after?.offset ?? endOf(part), text: '' }];
  });
}

/** A value as the file would have it: on lines of its own where what it is part of is, too. */
function rendered(value: unknown, lead: string | null, { eol, unit }: Sheet): string {
  if (lead === null) return JSON.stringify(value);
  return JSON.stringify(value, null, unit).replaceAll('\n', eol + lead);
}

/** What a part is set in by; `null` where it does not start its line. */
function leadOf(node: Node, { text }: Sheet): string | null {
  const start = node.parent?.type === 'property' ? node.parent.offset : node.offset;
  const lead = leading(text, start);
  return lead.trim() === '' && start > lead.length ? lead : null;
}

/** What the line of a node is set in by. */
function lineLead({ offset }: Node, { text }: Sheet): string {
  return /^[ \t]*/.exec(leading(text, offset))?.[0] ?? '';
}

function partsOf({ children = [] }: Node): readonly Node[] {
  return children;
}

function keyOf({ children }: Node): string {
  return String(children?.[0]?.value);
}

function endOf({ offset, length }: Node): number {
  return offset + length;
}
