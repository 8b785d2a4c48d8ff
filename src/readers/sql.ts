import type { Reader } from '../model/document.ts';
import type { Argument, CallFact, Fact } from '../model/fact.ts';
import { Lines } from '../text/position.ts';
import { type Token, tokens } from './sql/tokens.ts';
import { argumentsAt, is, nameAt, partnersOf, type Source } from './sql/values.ts';

/** Calls kept of one file. */
const most = 50_000;

/** Words in front of a name that is declared, changed or written to, and not called. */
const declaring =
  /^(?:function|procedure|aggregate|routine|table|into|view|index|references|exists|trigger|type|update|role)$/i;

/** Words of the language that stand in front of a bracket. */
const language =
  /^(?:select|from|where|and|or|not|in|as|on|values|over|filter|case|when|then|else|exists|union|all|any|some|with|using|set|by|partition|order|group|having|limit|interval|primary|unique|key|check|foreign|constraint|returns|if|while|loop|numeric|decimal|varchar|char|vector|options|return)$/i;

/**
 * SQL of any dialect: the functions that it calls, by schema and name in lower case, and the models, agents and endpoints
 * that it creates (`create model`). Nothing of it starts by itself.
 */
export const sql: Reader = {
  id: 'sql',
  read(text) {
    const lines = new Lines(text);
    const list = tokens(text);
    const source: Source = { list, partners: partnersOf(list), at: (offset) => lines.at(offset) };
    const calls = callsIn(source);
    return {
      facts: [...calls.slice(0, most), ...stringsIn(source)],
      exports: [],
      manifest: null,
      language: 'sql',
      entry: false,
      trouble: troubleIn(source, calls.length),
    };
  },
};

function troubleIn({ list, partners }: Source, count: number): string {
  if (count > most) return 'It has more calls than are kept of one file; the last of them were left out.';
  const isOpen = list.some(
    (token, index) => /^['(]$/.test(token.value) && token.kind === 'mark' && partners[index] === list.length,
  );
  return isOpen ? 'It has a quote or bracket that is not closed; it was read all the same.' : '';
}

function callsIn(source: Source): readonly CallFact[] {
  const { list } = source;
  const found: CallFact[] = [];
  for (let i = 0; i < list.length && found.length <= most; i++) {
    const token = list[i];
    if (token?.kind !== 'name' || is(list[i - 1], '.')) continue;
    const statement = created(source, i) ?? executed(source, i);
    if (statement) found.push(statement);
    const name = nameAt(source, i);
    if (!name || !is(list[name.next], '(') || isDeclared(list, i)) continue;
    if (name.path.length === 1 && language.test(token.value)) continue;
    found.push(call(source, i, name.path, argumentsAt(source, name.next).args));
  }
  return found;
}

function call({ list, at }: Source, start: number, path: readonly string[], args: readonly Argument[]): CallFact {
  const ref = { module: path.slice(0, -1).join('.'), path: path.at(-1) ?? '' };
  return { kind: 'call', at: at(list[start]?.at ?? 0), within: null, ref, args, maker: args, target: null };
}

function isDeclared(list: readonly Token[], start: number): boolean {
  const before = list[start - 1];
  return before?.kind === 'name' && declaring.test(before.value);
}

/**
 * `CREATE MODEL … USING engine = 'x'`, `CREATE MODEL … REMOTE WITH CONNECTION … OPTIONS (endpoint = 'x')`, `CREATE EXTERNAL
 * MODEL … WITH (…)`, `CREATE AGENT …`: a call of `create model`, `create remote model` and so on, with what it is given.
 */
function created(source: Source, start: number): CallFact | null {
  const { list } = source;
  if (!/^create$/i.test(list[start]?.value ?? '')) return null;
  let i = start + 1;
  let kind = '';
  for (; /^(?:or|replace|temp|temporary|remote|external|if|not|exists|global|local)$/i.test(word(list[i])); i++)
    if (/^external$/i.test(word(list[i]))) kind = 'external ';
  const what = word(list[i]).toLowerCase();
  if (!/^(?:model|agent|predictor|ml_engine|chatbot)$/.test(what)) return null;
  if (is(list[i + 1], '(')) return call(source, start, [`create ${what}`], argumentsAt(source, i + 1).args);
  const name = nameAt(source, i + 1);
  const args: Argument[] = [];
  let lists = 0;
  if (name)
    args.push({
      name: 'name',
      value: { kind: 'text', text: name.path.join('.'), at: source.at(list[i + 1]?.at ?? 0) },
    });
  for (let j = i + 1; j < list.length && !is(list[j], ';') && j < i + 400; j++) {
    const key = word(list[j]).toLowerCase();
    // Where it is: what only stands behind its name says whose it is.
    if (key === 'remote' && /^with$/i.test(word(list[j + 1]))) kind = 'remote ';
    if (key === 'model_type' && /^bedrock$/i.test(word(list[j + 1]))) kind = 'bedrock ';
    if (/^(?:options|with|settings)$/.test(key) && is(list[j + 1], '(')) args.push(...argumentsAt(source, j + 1).args);
    else if (key === 'using' && is(list[j + 1], '(')) args.push(...argumentsAt(source, j + 1).args);
    else if (key === 'using' && lists++ === 0) args.push(...argumentsAt(source, j).args);
    else if (key === 'from' && what === 'ml_engine' && list[j + 1])
      args.push({
        name: 'engine',
        value: { kind: 'text', text: word(list[j + 1]), at: source.at(list[j + 1]?.at ?? 0) },
      });
  }
  return call(source, start, [`create ${kind}${what}`], args);
}

/** `EXEC procedure @url = '…', @payload = '…'` */
function executed(source: Source, start: number): CallFact | null {
  const { list } = source;
  if (!/^exec(?:ute)?$/i.test(list[start]?.value ?? '')) return null;
  // `EXEC @result = procedure …`
  const isKept = word(list[start + 1]).startsWith('@') && is(list[start + 2], '=');
  const at = isKept ? start + 3 : start + 1;
  const name = nameAt(source, at);
  if (!name || is(list[name.next], '(') || !word(list[name.next]).startsWith('@')) return null;
  return call(source, at, name.path, argumentsAt(source, name.next - 1).args);
}

function word(token: Token | undefined): string {
  return token?.kind === 'name' || token?.kind === 'text' ? token.value : '';
}

/** Strings that may say where something goes: a name in one has no blanks. */
function stringsIn({ list, at }: Source): readonly Fact[] {
  return list.flatMap((token): readonly Fact[] =>
    token.kind !== 'text' || token.value.length > 2000 || /\s/.test(token.value)
      ? []
      : [{ kind: 'string', value: token.value, role: 'other', name: null, at: at(token.at), within: null }],
  );
}
