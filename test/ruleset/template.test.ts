import { expect, test } from 'vitest';
import { expand } from '../../src/ruleset/template.ts';

test('a template becomes as many characters of its alphabet', () => {
  expect(expand('id-{{hex:40}}')).toMatch(/^id-[0-9a-f]{40}$/);
  expect(expand('{{digits:3}}{{upper:5}}')).toMatch(/^\d{3}[A-Z0-9]{5}$/);
});

test('the same seed gives the same text, another seed another', () => {
  expect(expand('{{word:32}}', 'a')).toBe(expand('{{word:32}}', 'a'));
  expect(expand('{{word:32}}', 'a')).not.toBe(expand('{{word:32}}', 'b'));
});

test('two templates of one text differ', () => {
  const [first, second] = expand('{{word:32}} {{word:32}}').split(' ');
  expect(first).not.toBe(second);
});

test('what is no template stays', () =>
  expect(expand('{{ word }} {{nothing:3}} {{ x:y }}')).toBe('{{ word }} {{nothing:3}} {{ x:y }}'));
