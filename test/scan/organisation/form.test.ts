import { expect, test } from 'vitest';
import { surveyForm } from '../../../src/scan/survey/address.ts';
import { decode, encode, isIntact } from '../../../src/scan/survey/codec.ts';
import { noSurvey } from '../../../src/scan/survey/survey.ts';

const address = 'a'.repeat(64);

test('whoever changes what a survey holds raises its form, so that what was kept before is read anew', () => {
  const held = Object.keys(noSurvey).sort();
  expect([surveyForm, held]).toEqual([
    2,
    [
      ...['bytes', 'census', 'files', 'history', 'images', 'logs', 'packages', 'past', 'placeholders', 'places'],
      ...['sightings', 'skipped', 'unread'],
    ],
  ]);
});

test('what was kept is what is read, and what was kept in another form is not there', async () => {
  const bytes = await encode(address, noSurvey);
  expect(isIntact(bytes, address)).toBe(true);
  expect(await decode(bytes)).toEqual(noSurvey);

  const older = Buffer.from(bytes.toString('latin1').replace(/^rollcall-survey \d+ /, 'rollcall-survey 1 '), 'latin1');
  expect(isIntact(older, address)).toBe(false);
});

test('a byte that is another, one that is missing and another address are all told', async () => {
  const bytes = await encode(address, noSurvey);
  const changed = Buffer.from(bytes);
  changed[bytes.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(isIntact(changed, address)).toBe(false);
  expect(isIntact(bytes.subarray(0, -1), address)).toBe(false);
  expect(isIntact(bytes, 'b'.repeat(64))).toBe(false);
  expect(isIntact(Buffer.alloc(0), address)).toBe(false);
});
