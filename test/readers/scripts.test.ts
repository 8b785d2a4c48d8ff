import { expect, test } from 'vitest';
import { grammar } from '../../src/readers/languages/shell/grammar.ts';
import { sendsRequests, withScripts } from '../../src/readers/scripts.ts';
import { loadReader } from '../../src/readers/tree-sitter.ts';
import { workflow } from '../../src/readers/workflow.ts';
import { stepOf } from '../../src/text/workflow.ts';

const reader = withScripts(workflow, await loadReader(grammar), stepOf);

function calls(text: string): string[] {
  return reader
    .read(text, '.github/workflows/w.yml')
    .facts.flatMap((fact) => (fact.kind === 'call' ? [`${fact.ref.path} @ ${fact.at.line}:${fact.at.column}`] : []));
}

const job = (step: string) => `on: push\njobs:\n  a:\n    steps:\n${step.replace(/^/gm, '      ')}\n`;

test('a request that a script sends is a call, where it stands', () => {
  expect(calls(job('- run: |\n    set -e\n\n    curl https://a.b/c -d "{}" # x'))).toEqual(['curl.post @ 8:11']);
  expect(calls(job('- run: curl https://a.b/c'))).toEqual(['curl.get @ 5:14']);
  expect(calls(job('- run: |\n    set -e\n    curl https://a.b/c -d x').replaceAll('\n', '\r\n'))).toEqual([
    'curl.post @ 7:11',
  ]);
});

test('an expression of the workflow is no syntax of the shell', () => {
  expect(
    calls(job('- run: |\n    curl -H "Authorization: Bearer ${' + '{ secrets.KEY }}" https://a.b/c -d x')),
  ).toEqual(['curl.post @ 6:11']);
});

test('other commands, other keys and other languages are none', () => {
  expect(calls(job('- run: claude -p "x"'))).toEqual([]);
  expect(calls(job('- name: curl https://a.b/c -d x'))).toEqual([]);
  expect(calls(job('- shell: python\n  run: curl https://a.b/c -d x'))).toEqual([]);
  expect(reader.read(job('- run: echo curl'), 'w.yml').language).toBeUndefined();
});

test('only a text with a program that sends requests is worth it', () => {
  expect(sendsRequests('run: curl -s x')).toBe(true);
  expect(sendsRequests('url: https://a.b/c')).toBe(false);
});
