import { describe, expect, test } from 'vitest';
import { rotatedSet, rotatedSets } from '../../../src/sources/log/rotated.ts';

describe('the files of one log, oldest first', () => {
  test.each([
    [
      'numbers count up into the past',
      ['access.log', 'access.log.1', 'access.log.10.gz', 'access.log.2.gz', 'access.log.9.zst'],
      ['access.log.10.gz', 'access.log.9.zst', 'access.log.2.gz', 'access.log.1', 'access.log'],
    ],
    [
      'numbers from 0, as Squid counts',
      ['access.log', 'access.log.0', 'access.log.1', 'access.log.10'],
      ['access.log.10', 'access.log.1', 'access.log.0', 'access.log'],
    ],
    [
      'days',
      ['access.log', 'access.log-20260201', 'access.log-20251231.gz', 'access.log-20260131.gz'],
      ['access.log-20251231.gz', 'access.log-20260131.gz', 'access.log-20260201', 'access.log'],
    ],
    [
      'hours',
      ['access.log.2026-01-31-02', 'access.log.2026-01-31-13', 'access.log', 'access.log.2026-01-30-23.gz'],
      ['access.log.2026-01-30-23.gz', 'access.log.2026-01-31-02', 'access.log.2026-01-31-13', 'access.log'],
    ],
    [
      'a day, and a number within it that counts up',
      ['access.log.2026-01-31.2', 'access.log.2026-01-31.10', 'access.log.2026-01-31.1', 'access.log'],
      ['access.log.2026-01-31.1', 'access.log.2026-01-31.2', 'access.log.2026-01-31.10', 'access.log'],
    ],
    [
      'seconds since 1970',
      ['access.log-1767225600.gz', 'access.log', 'access.log-1735689600'],
      ['access.log-1735689600', 'access.log-1767225600.gz', 'access.log'],
    ],
    [
      'as the kubelet names them',
      ['access.log.20260131-120000.gz', 'access.log.20260131-115959.gz', 'access.log', 'access.log.20260131-130000'],
      ['access.log.20260131-115959.gz', 'access.log.20260131-120000.gz', 'access.log.20260131-130000', 'access.log'],
    ],
    [
      'the ending kept at the end',
      ['access.log', 'access-20260131.log', 'access-20260130.log.gz', 'access.1.log'],
      ['access-20260130.log.gz', 'access-20260131.log', 'access.1.log', 'access.log'],
    ],
    [
      'a file that is being packed, only as the one that is whole',
      ['access.log.1', 'access.log.1.gz', 'access.log'],
      ['access.log.1', 'access.log'],
    ],
    ['a log that is not there any more', ['access.log.1', 'access.log.2'], ['access.log.2', 'access.log.1']],
  ])('%s', (_, names, expected) => {
    expect(rotatedSet('access.log', names)).toEqual(expected);
    expect(rotatedSet('access.log', names.toReversed())).toEqual(expected);
  });
});

test('each log of a folder has its own files', () => {
  const names = ['error.log', 'access.log', 'access.log.1', 'ssl_access.log.1', 'squid', 'app-2.log', 'release-1.2'];
  expect(rotatedSets(names)).toEqual(
    new Map([
      ['error.log', ['error.log']],
      ['access.log', ['access.log.1', 'access.log']],
      ['ssl_access.log', ['ssl_access.log.1']],
      ['squid', ['squid']],
      ['app-2.log', ['app-2.log']],
      ['release-1', ['release-1.2']],
    ]),
  );
});

test.each(['conn-99999999.log', 'vpc-20261340', '.1', '20260131'])('%s is a log of its own', (name) => {
  expect([...rotatedSets([name]).keys()]).toEqual([name]);
});
