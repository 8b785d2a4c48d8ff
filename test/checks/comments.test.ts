import { describe, expect, test } from 'vitest';
import { check } from '../../src/checks/index.ts';
import type { Mark } from '../../src/model/document.ts';
import type { MarkTool, Suppression } from '../../src/model/finding.ts';
import { repository } from '../registry/world.ts';
import { keyIn, scene } from './scene.ts';

function comment(line: number): Suppression {
  return { kind: 'inline', check: 'RC201', reason: 'sample', until: null, at: { file: '.env', line, column: 1 } };
}

/** A key on a line, and what suppresses it. */
function outcome(line: number, input: Partial<Parameters<typeof check>[0]>) {
  const { findings, idle } = check({
    ...scene({ unattached: [{ ...keyIn('.env', 'k', line), reason: '' }] }),
    ...input,
  });
  return { by: findings[0]?.suppressed ?? null, idle: idle.map(({ at }) => at.line) };
}

function commented(line: number, ...comments: readonly number[]) {
  return outcome(line, { inspections: [{ place: repository, suppressions: comments.map(comment) }] });
}

function span(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

describe('comments above a line', () => {
  test('mean it only where no other line is between', () => {
    expect(commented(3, 1)).toEqual({ by: null, idle: [1] });
    expect(commented(3, 2)).toMatchObject({ by: { kind: 'inline' }, idle: [] });
    expect(commented(4, 1, 3)).toMatchObject({ by: { at: { line: 3 } }, idle: [1] });
  });

  test('mean it where twenty of them are stacked, and the first of more than twenty means nothing', () => {
    expect(commented(21, ...span(1, 20)).idle).toEqual([]);
    expect(commented(22, ...span(1, 21)).idle).toEqual([1]);
    expect(commented(30, ...span(1, 29)).idle).toEqual(span(1, 9));
  });
});

describe('a mark of another scanner', () => {
  const at = { file: '.env', line: 5, column: 9 };
  const mark: Mark = { tool: 'gitleaks', text: 'gitleaks:allow', line: 5, at };

  function marked(line: number, changes: Partial<Mark> = {}, ...accepted: readonly MarkTool[]) {
    const input = scene({}, [], { config: { acceptMarks: accepted } });
    return outcome(line, {
      config: input.config,
      inspections: [{ place: repository, suppressions: [], marks: [{ ...mark, ...changes }] }],
    });
  }

  test('suppresses a key on the line that it covers, where that scanner is accepted', () => {
    expect(marked(5, {}, 'gitleaks').by).toEqual({
      kind: 'gitleaks',
      check: 'RC201',
      reason: 'marked gitleaks:allow',
      until: null,
      at,
    });
    expect(marked(6, { line: 6 }, 'trufflehog', 'gitleaks').by).toMatchObject({ at: { line: 5 } });
  });

  test('suppresses nothing where it is not accepted, or another one is', () => {
    expect(marked(5).by).toBeNull();
    expect(marked(5, {}, 'trufflehog').by).toBeNull();
  });

  test('suppresses nothing on another line, and is idle nowhere: it may mean a secret that is none to rollcall', () => {
    expect(marked(6, {}, 'gitleaks')).toEqual({ by: null, idle: [] });
    expect(marked(5, { at: { ...at, file: 'other.env' } }, 'gitleaks')).toEqual({ by: null, idle: [] });
  });
});
