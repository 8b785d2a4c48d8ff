/** What a text without a year, or without a zone, is read with. */
export interface TimeFrame {
  /** For formats that name no year: when the log was last written, ms since 1970. `null`: such times are not known. */
  readonly written: number | null;
  /** Minutes east of UTC for formats that name no zone. */
  readonly offset: number;
  /** True where a date of figures alone begins with the day. */
  readonly dayFirst?: boolean;
}

/** UTC, and no year where none is told. */
export const utc: TimeFrame = { written: null, offset: 0 };

/** Milliseconds since 1970 as ISO 8601, UTC; `null` for a time that is not known. */
export function isoTime(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const day = 86_400_000;
/** Years that a log may be of. What lies outside was no time. */
const [from, to] = [Date.UTC(1990, 0), Date.UTC(2100, 0)];

const clock = String.raw`(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:\s?([AP]M))?`;
const zone = String.raw`(?:\s?(Z|UTC|GMT|[+-]\d\d:?\d\d))?`;
const forms: readonly {
  readonly pattern: RegExp;
  readonly parts: (
    found: RegExpExecArray,
    frame: TimeFrame,
  ) => readonly [string | undefined, string | undefined, string | undefined];
}[] = [
  // 2026-11-20T14:53:42.012Z, 2026/11/20 14:53:42
  {
    pattern: new RegExp(`^(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})[T\\s]${clock}${zone}`, 'i'),
    parts: (f) => [f[1], f[2], f[3]],
  },
  // 20/Nov/2026:14:53:42 +0000, 20-Nov-2026 14:55:08.234
  {
    pattern: new RegExp(`^(\\d{1,2})[-/ ]([A-Za-z]{3})[-/ ](\\d{4})[:\\s]${clock}${zone}`, 'i'),
    parts: (f) => [f[3], f[2], f[1]],
  },
  // 11/20/2026 2:53:42 PM, as Windows writes it in the United States; 20/11/2026 14:53:42 nearly everywhere else
  {
    pattern: new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4}) ${clock}${zone}`, 'i'),
    parts: (f, { dayFirst = false }) => {
      const isDayFirst = Number(f[1]) > 12 || (dayFirst && Number(f[2]) <= 12);
      return isDayFirst ? [f[3], f[2], f[1]] : [f[3], f[1], f[2]];
    },
  },
  // 20.11.2026 14:53:42, 20-11-2026 14:53:42
  {
    pattern: new RegExp(`^(\\d{1,2})[.-](\\d{1,2})[.-](\\d{4}) ${clock}${zone}`, 'i'),
    parts: (f) => [f[3], f[2], f[1]],
  },
  // 20261120 14:53:42
  { pattern: new RegExp(`^(\\d{4})(\\d\\d)(\\d\\d)[T ]${clock}${zone}`, 'i'), parts: (f) => [f[1], f[2], f[3]] },
  // Nov 20 14:53:42
  { pattern: new RegExp(`^([A-Za-z]{3})\\s+(\\d{1,2})()\\s${clock}${zone}`), parts: (f) => [undefined, f[1], f[2]] },
  // Nov 20 2026 14:53:42
  {
    pattern: new RegExp(`^([A-Za-z]{3})\\s+(\\d{1,2}),?\\s+(\\d{4})\\s${clock}${zone}`),
    parts: (f) => [f[3], f[1], f[2]],
  },
];
/** Fri Nov 20 14:53:42 2026 */
const ctime = new RegExp(`^[A-Za-z]{3} ([A-Za-z]{3})\\s+(\\d{1,2}) ${clock}(?: [A-Z]{3,4})? (\\d{4})`);

/**
 * Milliseconds since 1970, UTC, of a time as logs write it: seconds, milli-, micro- or nanoseconds since 1970, ISO 8601,
 * the common log format, syslog and others; `null` where it is none. Fractions of a millisecond are cut off.
 */
export function timeOf(value: unknown, frame: TimeFrame = utc): number | null {
  if (typeof value === 'number') return epoch(value);
  if (typeof value !== 'string' || value.length > 60) return null;
  const text = value.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return epochText(text);
  return bounded(written(text, frame));
}

/** Digits are cut, not divided: nanoseconds do not fit a number. */
function epochText(text: string): number | null {
  const [whole = '', fraction = ''] = text.split('.');
  if (whole.length <= 11) return bounded(Number(whole) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3)));
  if (whole.length > 19) return null;
  return bounded(Number(whole.slice(0, 13)));
}

function epoch(value: number): number | null {
  if (!Number.isFinite(value) || value < 0) return null;
  let ms = value < 1e11 ? value * 1000 : value;
  while (ms > 1e14) ms /= 1000;
  return bounded(Math.floor(ms + 1e-4));
}

function bounded(ms: number | null): number | null {
  return ms !== null && ms >= from && ms < to ? ms : null;
}

function written(text: string, frame: TimeFrame): number | null {
  for (const { pattern, parts } of forms) {
    const found = pattern.exec(text);
    if (found) return instant(parts(found, frame), found.slice(4), frame);
  }
  const found = ctime.exec(text);
  return found ? instant([found[8], found[1], found[2]], found.slice(3, 8), frame) : null;
}

function instant(
  [yearText, monthText = '', dayText]: readonly [string | undefined, string | undefined, string | undefined],
  [hours = '0', minutes = '0', seconds = '0', fraction = '', half, zoned]: readonly (string | undefined)[],
  frame: TimeFrame,
): number | null {
  const month = /^\d/.test(monthText) ? Number(monthText) - 1 : months.indexOf(monthText.toLowerCase());
  const hour = half ? (Number(hours) % 12) + (/p/i.test(half) ? 12 : 0) : Number(hours);
  const date = Number(dayText);
  if (month < 0 || month > 11 || date < 1 || date > 31 || hour > 23 || Number(minutes) > 59 || Number(seconds) > 60)
    return null;
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const away = offsetOf(zoned) ?? frame.offset;
  const on = (year: number): number =>
    Date.UTC(year, month, date, hour, Number(minutes), Number(seconds), ms) - away * 60_000;
  if (yearText) return on(Number(yearText));
  if (frame.written === null) return null;
  const same = on(new Date(frame.written).getUTCFullYear());
  // Of December, in a file that was last written in January.
  return same - frame.written > day ? on(new Date(frame.written).getUTCFullYear() - 1) : same;
}

/** Minutes east of UTC; `null` where no zone is told. */
function offsetOf(zoned: string | undefined): number | null {
  if (!zoned) return null;
  const found = /^([+-])(\d\d):?(\d\d)$/.exec(zoned);
  if (!found) return 0;
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]));
}
