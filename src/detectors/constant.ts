import type { Value } from '../model/fact.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { texts } from './argument.ts';

/** Names in front of a model's in the constants of SDKs: `ChatModelGPT4o`, `ModelClaude3_5Haiku`. */
const prefix = /^(?:Chat|Embedding|Image|Audio)?Model(?:Name)?s?[._]?(?=[A-Z0-9])/;

/** The models that a value names: as texts, as texts of a type of their own (`Model("gpt-4o")`), or through the constants that SDKs have for them (`ChatModel.GPT_4O`). */
export function modelNames(value: Value | null, rules: RuleSet): { texts: readonly string[]; dynamic: boolean } {
  if (value?.kind === 'choice') {
    const options = value.options.map((option) => modelNames(option, rules));
    return { texts: options.flatMap((one) => one.texts), dynamic: options.some(({ dynamic }) => dynamic) };
  }
  const converted =
    value?.kind === 'ref' && /Model(?:ID|Id|Name)?\(\)$/.test(value.ref.path) ? value.maker?.[0] : undefined;
  if (converted?.value.kind === 'text') return modelNames(converted.value, rules);
  const named = value?.kind === 'ref' && value.ref.module !== '' ? constant(value.ref.path, rules) : null;
  if (named !== null) return { texts: [named], dynamic: false };
  const given = texts(value);
  // What one helper reads of several settings may be any of them: an address is no model.
  return { ...given, texts: given.texts.filter((text) => !/^https?:\/\//.test(text)) };
}

/** `GPT_4O_MINI`, `GPT4oMini` and `Gpt3Dot5Turbo` as the vendor writes them; null where no vendor has such a model. */
function constant(path: string, { models }: RuleSet): string | null {
  const last = path
    .split('.')
    .findLast((part) => !/^(?:String|Value|toString|asString|value|name)?(?:\(\))?$/.test(part));
  const name = (last ?? '').replace(prefix, '');
  if (!/^[A-Z][A-Za-z0-9_]{3,60}$/.test(name)) return null;
  return spellings(name).find((text) => models.some(({ pattern }) => pattern.test(text))) ?? null;
}

function spellings(name: string): readonly string[] {
  const dashed = name
    .replace(/([a-z])([A-Z0-9])/g, '$1-$2')
    .replace(/([A-Z]{2})(\d)/g, '$1-$2')
    .replace(/(\d[a-z]?)([A-Z])(?=[a-z])/g, '$1-$2')
    .replaceAll('_', '-')
    .replace(/-+/g, '-')
    .toLowerCase()
    .replace(/-?dot-?(?=\d)/g, '.')
    .replace(/^([a-z]+?)(\d)/, '$1-$2')
    .replace(/(\d)-o(?=-|$)/, '$1o')
    .replace(/^gpt-(\d)(\d)(?=-|$)/, 'gpt-$1.$2')
    .replace(/^claude-(\d)(\d)(?=-)/, 'claude-$1-$2');
  const dotted = dashed.replace(/(-\d)-(\d)(?=-|$)/, '$1.$2');
  return dashed.startsWith('claude') ? [dashed.replaceAll('.', '-')] : [dotted, dashed];
}
