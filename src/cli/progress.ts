import type { Progress } from '../index.ts';
import type { Io } from './io.ts';

/** Tells how far a scan is, on stderr. */
export interface Teller {
  tell(progress: Progress): void;
  end(): void;
}

const silent: Teller = { tell: () => {}, end: () => {} };

/** A line that moves on a terminal, one line every 30 seconds in CI, elsewhere nothing. */
export async function teller(io: Io, wanted: boolean): Promise<Teller> {
  if (!wanted) return silent;
  if (io.stderr.isTTY && io.env.TERM !== 'dumb') return await spinner(io);
  return io.env.CI ? ticker(io) : silent;
}

async function spinner({ stderr }: Io): Promise<Teller> {
  const { default: ora } = await import('ora');
  // It leaves stdin and the cursor alone: to restore them it would listen to signals, and end the process at the first.
  const line = ora({ stream: stderr, discardStdin: false, hideCursor: false, text: 'starting' }).start();
  return {
    tell(progress) {
      line.text = inWords(progress);
    },
    end: () => line.stop(),
  };
}

const pause = 30_000;

function ticker({ stderr, now }: Io): Teller {
  let last = now().getTime();
  return {
    tell(progress) {
      const time = now().getTime();
      if (time - last < pause) return;
      last = time;
      stderr.write(`rollcall: ${inWords(progress)}\n`);
    },
    end: () => {},
  };
}

function inWords({ stage, done, total }: Progress): string {
  switch (stage) {
    case 'listing':
      return `listing files: ${total}`;
    case 'reading':
      return `reading files: ${done} of ${total}`;
    case 'repositories':
      return `reading repositories: ${done} of ${total}`;
    case 'logs':
      return `reading logs: ${done} of ${total}`;
    case 'verifying':
      return `asking vendors about keys: ${done} of ${total}`;
    case 'history':
      return `searching history: ${gigabytes(done)} of ${gigabytes(total)} GB`;
    case 'census':
      return `taking the census of ${done} files`;
    default:
      return stage satisfies never;
  }
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
