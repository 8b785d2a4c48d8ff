import { expect, test } from 'vitest';
import { doubts } from '../../src/model/verification.ts';
import { verdictInWords } from '../../src/text/verdict.ts';

test('a key that nobody asked about has nothing said of it', () => {
  expect(verdictInWords({})).toBe('');
});

test('a doubt without a reason is one all the same', () => {
  expect(verdictInWords({ verified: 'unknown' })).toBe('; whether it is live is not known');
});

test('each reason to doubt has words of its own', () => {
  const said = doubts.map((doubt) => verdictInWords({ verified: 'unknown', doubt }));
  expect(new Set(said).size).toBe(doubts.length);
  for (const words of said) expect(words).toMatch(/^; whether it is live is not known, because \w.*\w$/);
});
