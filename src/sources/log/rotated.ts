/** How programs that rotate logs name what they put away, of the log's own name. */
interface Rotated {
  /** The log's own name: `access.log` of `access.log.2.gz`. */
  readonly log: string;
  /** Milliseconds since 1970, as the name says them; `null` where it bears none. */
  readonly time: number | null;
  /** Where there is no time, higher is older, and -1 is the log itself: some count from 0. Beside a time, as log4j counts within a day, higher is newer. */
  readonly number: number;
  readonly isPacked: boolean;
}

const packed = /\.(?:gz|zst|bz2|xz)$/;
/** What may stand behind a rotated name so that it keeps its ending: `access-20260131.log` (logrotate `extension`). */
const endings = /\.(?:log|txt|json|csv|tsv)$/;
const numbered = /[.](\d{1,5})$/;
/** `-20260131`, `.2026-01-31-13`, `-20260131-1200`, `_2026-01-31T12:00:00`. */
const dated =
  /[-._](\d{4})([-_.]?)(\d\d)\2(\d\d)(?:[-_.T]?([01]\d|2[0-3])(?:[-:.]?([0-5]\d)(?:[-:.]?([0-5]\d))?)?)?(?:-\d{1,3})?$/;
/** Seconds since 1970: logrotate `dateformat -%s`. */
const stamped = /[-._](1\d{9})$/;

/**
 * The files of one rotated log, oldest first, and last the log itself where it is there. Names are those of one folder:
 * `access.log`, `access.log.1`, `access.log-20260131`, `access.log.2026-01-31-13`, each plain, `.gz`, `.zst`, `.bz2` or
 * `.xz`. While a file is being packed it is there twice: then it is the plain one, which is whole.
 */
export function rotatedSet(log: string, names: Iterable<string>): string[] {
  return rotatedSets(names).get(log) ?? [];
}

/** The same for all logs of a folder, by the log's own name, whether or not a file of that name is there. */
export function rotatedSets(names: Iterable<string>): Map<string, string[]> {
  const all = [...new Set(names)].map((name) => ({ name, ...taken(name) }));
  const present = new Set(all.map(({ name }) => name));
  const sets = new Map<string, typeof all>();
  for (const file of all) {
    if (file.isPacked && present.has(file.name.replace(packed, ''))) continue;
    sets.set(file.log, [...(sets.get(file.log) ?? []), file]);
  }
  return new Map([...sets].map(([log, files]) => [log, files.toSorted(byAge).map(({ name }) => name)]));
}

/** A name taken apart. One that bears no sign of rotation is a log of its own. */
function taken(name: string): Rotated {
  const isPacked = packed.test(name);
  const bare = name.replace(packed, '');
  const ending = endings.exec(bare)?.[0] ?? '';
  return (
    apart(bare, '', isPacked) ??
    apart(bare.slice(0, bare.length - ending.length), ending, isPacked) ?? {
      log: bare,
      time: null,
      number: -1,
      isPacked,
    }
  );
}

function apart(stem: string, ending: string, isPacked: boolean): Rotated | null {
  const [tail = '', digits = ''] = numbered.exec(stem) ?? [];
  const before = stem.slice(0, stem.length - tail.length);
  const date = dateOf(stem) ?? dateOf(before);
  if (date === null && (tail === '' || before === '')) return null;
  if (date === null) return { log: before + ending, time: null, number: Number(digits), isPacked };

  const hasNumber = dateOf(stem) === null;
  const log = (hasNumber ? before : stem).slice(0, -date.length) + ending;
  return log === ending ? null : { log, time: date.time, number: hasNumber ? Number(digits) : 0, isPacked };
}

/** The time at the end of a name, and how many characters it takes. */
function dateOf(name: string): { readonly time: number; readonly length: number } | null {
  const [all = '', year = '', , month = '', day = '', hour = '0', minute = '0', second = '0'] = dated.exec(name) ?? [];
  const time = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second);
  const isDate = +year > 1969 && +month > 0 && +month < 13 && +day > 0 && +day < 32;
  if (all !== '' && isDate) return { time, length: all.length };
  const [stamp = '', seconds = ''] = stamped.exec(name) ?? [];
  return stamp === '' ? null : { time: Number(seconds) * 1000, length: stamp.length };
}

/** What bears a time, by it; then by number; the log itself last, and before it one that was packed under its own name. */
function byAge(one: Rotated & { name: string }, other: Rotated & { name: string }): number {
  return (
    rank(one) - rank(other) ||
    (one.time ?? 0) - (other.time ?? 0) ||
    (one.time === null ? other.number - one.number : one.number - other.number) ||
    Number(other.isPacked) - Number(one.isPacked) ||
    (one.name < other.name ? -1 : 1)
  );
}

function rank({ time }: Rotated): number {
  return time === null ? 1 : 0;
}
