import { expect, test } from 'vitest';
import { agents, type Label, type Predicted, score, totals } from '../../src/dev/score.ts';

const same = (_: string, id: string): string => id;

function row(labels: readonly Label[], found: readonly Predicted[] | null, more: object = {}) {
  return score({ repo: 'acme/shop', group: 'a', agents: labels, ...more }, found, same);
}

function label(path: string, more: Partial<Label> = {}): Label {
  return { path, level: 'agent', ...more };
}

test('a prediction on another path of the same deployable is right', () => {
  const { right, wrong } = row([label('bot', { altPaths: ['./bot/main.py'] })], [label('bot/main.py')]);
  expect([right, wrong]).toEqual([['bot'], []]);
});

test('two predictions on one label count once, one on the path that two labels share counts for both', () => {
  expect(row([label('bot', { altPaths: ['bot.py'] })], [label('bot'), label('bot.py')]).right).toEqual(['bot']);
  const shared = [label('a', { altPaths: ['all'] }), label('b', { altPaths: ['all'] })];
  expect(row(shared, [label('all')]).right).toEqual(['a', 'b']);
});

test('a prediction inside a labelled unit is wrong by the strict count alone', () => {
  const rows = [row([label('bot')], [label('bot'), label('bot/inner')])];
  expect(agents(rows, { strict: true }).precision).toBe(0.5);
  expect(agents(rows, { strict: false }).precision).toBe(1);
});

test('a folder that begins with the name of another is not inside it', () => {
  expect(row([label('bot')], [label('bottle')])).toMatchObject({ wrong: ['bottle'], fragments: [], missed: ['bot'] });
});

test('what is out of scope or at a borderline place counts neither for nor against', () => {
  const more = { scope: ['apps'], borderline: [{ path: 'apps/tests' }] };
  const found = [label('apps/a'), label('lib'), label('apps/tests/x')];
  expect(row([label('apps/a'), label('lib')], found, more)).toMatchObject({
    right: ['apps/a'],
    wrong: [],
    fragments: [],
    missed: [],
  });
});

test('a repository without a checkout has all its agents missed and is not left alone', () => {
  expect(row([label('.')], null)).toMatchObject({ scanned: false, missed: ['.'] });
  expect(totals([row([], null), row([], [])])).toMatchObject({ without: 2, leftAlone: 1 });
});

test('the second level of a label is accepted, a third is not', () => {
  const level = (wanted: string, altLevel?: string) =>
    row([label('.', { level: wanted, altLevel })], [label('.', { level: 'caller' })]).levels[0]?.ok;
  expect([level('caller'), level('agent', 'caller'), level('agent')]).toEqual([true, true, false]);
});

test('sets are compared by canonical ids, and only where the label has one', () => {
  const canonical = (field: string, id: string): string => (field === 'providers' && id === 'gemini' ? 'google' : id);
  const labels = [label('a', { providers: ['google', 'openai'] }), label('b', { providers: [] })];
  const found = [label('a', { providers: ['gemini'] }), label('b', { providers: ['xai'] })];
  const compared = score({ repo: 'acme/shop', group: 'a', agents: labels }, found, canonical);
  expect(compared.providers).toEqual([{ wanted: 2, found: 1, both: 1 }]);
  expect(totals([compared]).providers).toMatchObject({ precision: 1, recall: 0.5 });
});

test('the mean over repositories does not let a large collection decide', () => {
  const large = row(
    ['a', 'b', 'c', 'd'].map((path) => label(path)),
    [],
  );
  const small = row([label('.')], [label('.')]);
  expect(totals([large, small])).toMatchObject({ macroF1: 0.5, strict: { precision: 1, recall: 0.2 } });
});
