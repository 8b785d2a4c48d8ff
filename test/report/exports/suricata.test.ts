import { expect, test } from 'vitest';
import { signatureNumbers } from '../../../src/report/exports/sid.ts';
import { suricata } from '../../../src/report/exports/suricata.ts';
import { catalogue, type Sighting, sightings } from './sightings.ts';

type Buffer = 'host' | 'path';

/** A rule as the Suricata User Guide has it: what has to hold of which buffer. */
interface Rule {
  readonly protocol: string;
  readonly options: readonly string[];
  readonly tests: readonly { readonly buffer: Buffer; holds(text: string): boolean }[];
}

const text = suricata.render(catalogue, { version: '0.0.0', table: '' });
const rules: readonly Rule[] = text
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map(parsed);

function parsed(line: string): Rule {
  const [, protocol = '', body = ''] = /^alert (\w+) \$HOME_NET any -> any any \((.*;)\)$/.exec(line) ?? [];
  const options = [...body.matchAll(/((?:[^;"]|"[^"]*")+);/g)].map(([, option = '']) => option.trim());
  let buffer: Buffer | null = null;
  const tests = [];
  for (const [index, option] of options.entries()) {
    const [name = '', value = ''] = option.split(/:(.*)/s);
    if (['dns.query', 'tls.sni', 'quic.sni', 'http.host'].includes(name)) buffer = 'host';
    if (name === 'http.uri') buffer = 'path';
    const holds = condition(name, value, modifiers(options.slice(index + 1)));
    if (holds && buffer) tests.push({ buffer, holds });
  }
  return { protocol, options, tests };
}

function condition(name: string, value: string, how: ReadonlySet<string>): ((text: string) => boolean) | null {
  if (name === 'bsize') return (text) => text.length === Number(value);
  if (name === 'content') return content(value, how);
  if (name !== 'pcre') return null;
  const [, not, source = '', flags = ''] = /^(!?)"\/(.*)\/(i?)"$/.exec(value) ?? [];
  const pattern = new RegExp(source, flags);
  return (text) => pattern.test(text) !== (not === '!');
}

function modifiers(rest: readonly string[]): ReadonlySet<string> {
  const end = rest.findIndex((option) => !['nocase', 'startswith', 'endswith'].includes(option));
  return new Set(rest.slice(0, end));
}

function content(value: string, how: ReadonlySet<string>): (text: string) => boolean {
  const [, written = ''] = /^"(.*)"$/.exec(value) ?? [];
  const clean = (text: string): string => (how.has('nocase') ? text.toLowerCase() : text);
  const part = clean(written);
  return (text) => {
    const at = clean(text);
    if (how.has('startswith') && !at.startsWith(part)) return false;
    return how.has('endswith') ? at.endsWith(part) : at.includes(part);
  };
}

function alerts({ tests }: Rule, seen: Sighting): boolean {
  return tests.length > 0 && tests.every(({ buffer, holds }) => holds(seen[buffer]));
}

/** Whose hosts are said to be seen. */
function told(among: readonly Rule[], seen: Sighting): readonly string[] {
  const found = among.filter((rule) => alerts(rule, seen));
  return [...new Set(found.flatMap(({ options }) => options.filter((one) => one.startsWith('metadata:'))))];
}

test('every line is a rule', () => {
  expect(rules.filter(({ protocol }) => !['dns', 'tls', 'quic', 'http'].includes(protocol))).toEqual([]);
  expect(rules.length).toBeGreaterThan(2000);
});

test('each sighting alerts as its provider, and look-alikes never', () => {
  const named = rules.filter(({ protocol }) => protocol === 'tls');
  const read = rules.filter(({ protocol }) => protocol === 'http');
  const wrong = sightings().filter((seen) => {
    const { rule, isTold } = seen;
    const expected = rule ? [`metadata:provider ${rule.provider}, host_kind ${rule.kind}`] : [];
    const found = [told(named, seen), told(read, seen)];
    return JSON.stringify(found) !== JSON.stringify([rule?.shared === false ? expected : [], isTold ? expected : []]);
  });
  expect(wrong).toEqual([]);
});

test('what is shared has no rule by its name alone', () => {
  const shared = rules.filter(({ options }) =>
    options.some((one) => one.startsWith('msg:') && one.includes('api.pinecone.io')),
  );
  expect(shared.map(({ protocol }) => protocol)).toEqual(['http']);
});

const numbers = rules.map(({ options }) => Number(options.find((one) => one.startsWith('sid:'))?.slice(4)));

test('numbers are of one’s own, and each is one rule’s', () => {
  expect(numbers.filter((number) => number < 1_000_000 || number > 1_999_999)).toEqual([]);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('a number stays', () => {
  const hosts = ['api.openai.com', 'api.anthropic.com', '*.openai.azure.com'];
  const alone = hosts.map((host) => signatureNumbers([host]).get(host));
  const among = signatureNumbers([...catalogue.hosts, ...catalogue.patterns].map(({ host }) => host));
  expect(hosts.map((host) => among.get(host))).toEqual(alone);
  expect(alone).toEqual([1209424, 1508448, 1757404]);
});

test('names that meet get a number each', () => {
  const many = Array.from({ length: 5000 }, (_, index) => `h${index}.example`);
  expect(new Set(signatureNumbers(many).values()).size).toBe(5000);
});
