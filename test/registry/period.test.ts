import { expect, test } from 'vitest';
import { dayAfter, daysAfter } from '../../src/registry/period.ts';

test.each([
  ['2026-01-01', '1d', '2026-01-02'],
  ['2026-01-01', '2w', '2026-01-15'],
  ['2026-01-31', '1m', '2026-02-28'],
  ['2026-05-31', '18m', '2027-11-30'],
  ['2026-12-01', '1m', '2027-01-01'],
  ['2024-02-29', '1y', '2025-02-28'],
  ['2026-03-04', '2y', '2028-03-04'],
  ['2026-01-01', '9999d', '2053-05-18'],
])('from %s on, %s ends on %s', (day, period, end) => {
  expect(dayAfter(day, period)).toBe(end);
});

test.each(['', '0d', 'd', '1', '1h', '-1d', '1.5d', 'x1d', '1dx', '10000d', '1 d', '1D'])(
  '"%s" is no period',
  (period) => {
    expect(dayAfter('2026-01-01', period)).toBeNull();
  },
);

test('days may go back', () => {
  expect(daysAfter('2026-01-01', -1)).toBe('2025-12-31');
});
