/** What the kernel says of a process in `stat` and `status`. */
export interface Status {
  readonly comm: string;
  readonly state: string;
  readonly parent: number;
  readonly uid: number;
  /** Ticks since the start of the machine; null where it is not said. */
  readonly startTicks: number | null;
  readonly isKernelThread: boolean;
}

/** PF_KTHREAD of the kernel's `include/linux/sched.h`. */
const kernelThread = 0x0020_0000;

/** Reads `stat` (proc_pid_stat(5)) and `status` (proc_pid_status(5)); null for what is neither. */
export function statusOf(stat: string, status: string): Status | null {
  const uid = field(status, 'Uid');
  // A name may hold blanks and brackets: it ends at the last one.
  const [start, end] = [stat.indexOf('('), stat.lastIndexOf(')')];
  const fields = stat.slice(end + 2).split(' ');
  if (uid === null || start < 0 || end < start || fields.length < 7) return null;
  const [state = '', parent = ''] = fields;
  const ticks = Number(fields[19] ?? Number.NaN);
  return {
    comm: stat.slice(start + 1, end),
    state,
    parent: Number(parent),
    uid: Number(uid),
    startTicks: Number.isSafeInteger(ticks) ? ticks : null,
    isKernelThread: field(status, 'Kthread') === '1' || (Number(fields[6]) & kernelThread) !== 0,
  };
}

function field(status: string, name: string): string | null {
  return new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? null;
}

/** When the machine was started, milliseconds since 1970, by `/proc/stat`; null where it does not say. */
export function bootTime(stat: string): number | null {
  const seconds = /^btime (\d{1,12})$/m.exec(stat)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}

/** The kernel counts for programs in hundredths of a second, whatever it counts in itself. */
export const ticksPerSecond = 100;
