import { describe, expect, test } from 'vitest';
import { RollcallError } from '../../src/model/error.ts';
import { parseRegistry } from '../../src/registry/parse.ts';

describe('a registry of several files', () => {
  const file = (name: string, id: string) => ({
    file: name,
    text: JSON.stringify({ apiVersion: 'rollcall/v1', agents: [{ id, name: 'N', status: 'draft', identities: [id] }] }),
  });
  const digest = (...files: ReturnType<typeof file>[]) => parseRegistry(files, null).digest;

  test('has a digest of their names and texts', () => {
    const [a, b] = [file('a.json', 'a'), file('b.json', 'b')];
    expect(digest(a, b)).toMatch(/^sha256:[0-9a-f]{64}$/);
    const all = [digest(a), digest(b), digest(a, b), digest(a, file('c.json', 'b')), digest(a, file('b.json', 'c'))];
    expect(new Set(all).size).toBe(5);
    expect(digest({ ...a, file: 'x.json' })).toBe(digest(a));
  });
});

describe('a refusal', () => {
  const refusal = (text: string): RollcallError => {
    try {
      parseRegistry([{ file: 'r', text }], null);
    } catch (error) {
      if (error instanceof RollcallError) return error;
    }
    throw new Error('nothing was refused');
  };
  const many = (count: number) => JSON.stringify({ apiVersion: 'rollcall/v1', agents: Array(count).fill(1) });

  test('says what it means for all that is approved', () => {
    expect(refusal('')).toMatchObject({
      code: 'registry',
      hint: 'No entry counts as approved until the registry is free of errors.',
    });
  });

  test('has fifty lines, and one more that counts the others', () => {
    expect(refusal(many(50)).message.split('\n')).toHaveLength(50);
    expect(refusal(many(51)).message.split('\n').at(-1)).toBe('… and 1 more');
  });

  test('of a place that is claimed twice stands at the place, and says who has it', () => {
    const entries = [
      'apiVersion: rollcall/v1',
      'agents:',
      '- { id: a, name: a, status: draft, match: { repos: [{ repo: r }, { repo: s, paths: [p, q] }] } }',
      '- { id: b, name: b, status: draft, match: { repos: [{ repo: s, paths: [x, q] }, { repo: r }] } }',
    ];
    expect(refusal(entries.join('\n')).message.split('\n')).toEqual([
      'r:4:75: the path "q" in "s" is already claimed at r:3:88; let one entry match it',
      'r:4:89: the repository "r" is already claimed at r:3:61; let one entry match it',
    ]);
  });
});
