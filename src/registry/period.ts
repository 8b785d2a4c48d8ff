/** The day that a period such as `90d`, `2w`, `6m` or `1y` after another ends; `null` for what is no period. */
export function dayAfter(day: string, period: string): string | null {
  const [, digits, unit = ''] = /^(\d{1,4})([dwmy])$/.exec(period) ?? [];
  const count = Number(digits);
  if (!(count > 0)) return null;
  return unit === 'd' || unit === 'w'
    ? daysAfter(day, unit === 'w' ? 7 * count : count)
    : monthsAfter(day, unit === 'y' ? 12 * count : count);
}

/** The day so many days after another. */
export function daysAfter(day: string, count: number): string {
  return dayOf(new Date(Date.parse(day) + count * 86_400_000));
}

/** Of the 31st of a month the last day of a shorter one. */
function monthsAfter(day: string, count: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return dayOf(new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))));
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
