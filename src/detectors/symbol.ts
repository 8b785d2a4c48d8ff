import type { Ref } from '../model/fact.ts';
import type { Language, MethodRule, RuleSet, SymbolRule } from '../model/ruleset.ts';
import { type Book, book, headsOf } from './book.ts';

/** A resolved name that a rule knows. `method` is what is called on the thing that the symbol makes; null where the symbol itself is called. */
export interface Known {
  readonly rule: SymbolRule;
  readonly method: MethodRule | null;
  /** As written after resolution: `OpenAI().chat.completions.create`. */
  readonly symbol: string;
}

/** Looks a resolved name up in the rules. The longest module wins, so that `google.genai` goes before `google`; `fits` may ask for more. */
export function known(
  ref: Ref,
  language: Language,
  rules: RuleSet,
  fits: (found: Known) => boolean = () => true,
): Known | null {
  let anything: ReturnType<typeof onAnything> = null;
  const own = book(rules, language);
  for (const { module, rest } of candidates(ref, own)) {
    for (const rule of own.symbols.get(module) ?? []) {
      const found = matched(rule, rest);
      if (found && fits(found)) return found;
      const further = onAnything(rule, rest);
      if (further && fits(further.found) && further.length > (anything?.length ?? 0)) anything = further;
    }
  }
  return anything?.found ?? null;
}

/** A method that an import gives to things of every kind: rules name it `*`, and those that name the thing go before. */
function onAnything(rule: SymbolRule, rest: string): { readonly found: Known; readonly length: number } | null {
  if (!rule.names.includes('*')) return null;
  const path = `.${rest.replaceAll('()', '').replace(/^\./, '')}`;
  for (const method of rule.methods) {
    const name = method.names.find((one) => path.endsWith(`.${one}`));
    if (name !== undefined) return { found: { rule, method, symbol: rest }, length: name.length };
  }
  return null;
}

/** The rule that knows a module which is imported, preferring one that knows the imported name. */
export function knownModule(ref: Ref, language: Language, rules: RuleSet): SymbolRule | null {
  const named = known(ref, language, rules);
  if (named) return named.rule;
  const own = book(rules, language);
  for (const { module } of candidates(ref, own)) {
    // Of a rule for methods of anything the module is only where they are imported from.
    const rules = own.symbols.get(module)?.filter(({ names }) => !names.includes('*')) ?? [];
    const [rule] = rules;
    if (rule) return (ref.path === '' ? ownerOf(rules) : null) ?? rule;
  }
  return null;
}

/**
 * The framework among those that a module, imported as a whole, belongs to: others only add to it. Which vendor is asked
 * is then open, where its rules name several. Null where no framework has it.
 */
function ownerOf(rules: readonly SymbolRule[]): SymbolRule | null {
  const frameworks = rules.filter(({ rule, framework }) => framework === rule);
  const [first] = frameworks;
  if (!first) return null;
  const isOpen = frameworks.some(({ provider }) => provider !== first.provider);
  return isOpen ? { ...first, provider: null } : first;
}

/** Ways to cut `module.path` into a module and what it exports, longest module first. A global has the module ''. */
function* candidates({ module, path }: Ref, own: Book): Iterable<{ module: string; rest: string }> {
  if (!module.includes('|')) {
    yield* cuts({ module, path });
    return;
  }
  for (const one of own.told(module)) yield* cuts({ module: one, path });
  yield* qualified(path);
}

/** A name that is written out from the top, where its module may be any: `OpenAI.Chat.ChatClient`. */
function* qualified(path: string): Iterable<{ module: string; rest: string }> {
  const members = (path.split('(', 1)[0] ?? '').split('.');
  for (let count = members.length - 1; count > 0; count--) {
    const module = members.slice(0, count).join('.');
    yield { module, rest: path.slice(module.length + 1) };
  }
}

function* cuts({ module, path }: Ref): Iterable<{ module: string; rest: string }> {
  if (module === '') {
    yield { module, rest: path };
    return;
  }
  const head = path.split('(', 1)[0] ?? '';
  const members = head === '' ? [] : head.split('.');
  for (let count = members.length; count > 0; count--) {
    const joined = members.slice(0, count).join('.');
    yield { module: `${module}.${joined}`, rest: path.slice(joined.length).replace(/^\./, '') };
  }
  yield { module, rest: path };
  // Go writes the major version of a module in the middle of the paths of its packages.
  const plain = module.replace(/\/v\d{1,3}(?=\/)/, '');
  if (plain !== module) yield { module: plain, rest: path };
  for (const head of headsOf(module)) yield { module: head, rest: path };
}

function matched(rule: SymbolRule, rest: string): Known | null {
  const open = rest.indexOf('()');
  const head = open < 0 ? rest : rest.slice(0, open);
  if (!rule.names.some((name) => named(name, head))) return null;
  if (open < 0) return { rule, method: null, symbol: rest };

  const tail = rest.slice(open).replaceAll('()', '').replace(/^\./, '');
  const method = rule.methods.find(({ names }) =>
    names.some((name) => tail === name || tail.endsWith(`.${name}`) || (name === '()' && tail === '')),
  );
  return method ? { rule, method, symbol: rest } : null;
}

/** `ChatOpenAI` is named by `ChatOpenAI` and by `chat_models.ChatOpenAI`; a trailing `*` stands for any suffix. */
function named(name: string, head: string): boolean {
  if (name.endsWith('*')) return name !== '*' && head.slice(head.lastIndexOf('.') + 1).startsWith(name.slice(0, -1));
  if (head === name) return true;
  return name !== '' && head.endsWith(`.${name}`) && /^[a-z_][a-z0-9_.]*$/.test(head.slice(0, -name.length));
}
