import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/registry/nearest.ts';

describe('a word is meant', () => {
  test.each([
    ['approved', 'approved'],
    ['aproved', 'approved'],
    ['apprroved', 'approved'],
    ['apprxved', 'approved'],
    ['appvored', 'approved'],
    ['apporved', 'approved'],
    ['padproved', 'approved'],
    [' APPROVED ', 'approved'],
    ['approvedxx', 'approved'],
    ['xxapproved', 'approved'],
    ['proved', 'approved'],
  ])('by one of which few letters differ: %s', (written, word) => {
    expect(nearest(written, [word])).toBe(word);
  });

  test.each([
    ['en', 'env'],
    ['  id  ', 'id'],
    ['evn', 'env'],
    ['di', 'id'],
    ['ab', 'ba'],
    ['ac', 'abc'],
  ])('%s for %s: one step at least is forgiven, however short the word', (written, word) => {
    expect(nearest(written, [word])).toBe(word);
  });

  test('of a short word two steps are too many', () => {
    expect(nearest('a', ['id'])).toBeNull();
    expect(nearest('bca', ['abc'])).toBeNull();
    expect(nearest('envvv', ['env'])).toBeNull();
    expect(nearest('xb', ['bc'])).toBeNull();
    expect(nearest('bx', ['cb'])).toBeNull();
  });

  test('at most where a third of its letters differ', () => {
    expect(nearest('abcdxx', ['abcdef'])).toBe('abcdef');
    expect(nearest('abcxxx', ['abcdef'])).toBeNull();
    expect(nearest('', ['abc'])).toBeNull();
    expect(nearest('abc', [''])).toBeNull();
  });

  test('by a swap of neighbours, which is one step, and by no other swap', () => {
    expect(nearest('acb', ['abc'])).toBe('abc');
    expect(nearest('cba', ['abc'])).toBeNull();
    expect(nearest('bcadef', ['abcdef'])).toBe('abcdef');
    expect(nearest('badcfe', ['abcdef'])).toBeNull();
    expect(nearest('badcef', ['abcdef'])).toBe('abcdef');
  });
});

test('the nearest word is meant, and the first of those that are equally near', () => {
  expect(nearest('modles', ['modules', 'models'])).toBe('modules');
  expect(nearest('model', ['modes', 'models', 'modern'])).toBe('modes');
  expect(nearest('models', ['modes', 'models'])).toBe('models');
  expect(nearest('models', ['models', 'modes'])).toBe('models');
  expect(nearest('Hosts', ['HOSTS'])).toBe('HOSTS');
});

test('nothing is meant where no word is near, or where what is written is long', () => {
  expect(nearest('approved', [])).toBeNull();
  expect(nearest('zzz', ['approved', 'pending'])).toBeNull();
  expect(nearest('x'.repeat(40), ['x'.repeat(40)])).toBe('x'.repeat(40));
  expect(nearest('x'.repeat(41), ['x'.repeat(41)])).toBeNull();
});
