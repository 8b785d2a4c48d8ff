import { RollcallError } from '../model/error.ts';
import type { ExitCode } from './exit.ts';
import type { Io } from './io.ts';
import { isClosedPipe, mention, print } from './output.ts';
import { version } from './version.ts';

/** rollcall as a function: arguments and streams in, exit code out. It never throws. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  // A failed write is told to whoever wrote; without a listener it would end the process as well.
  for (const stream of [io.stdout, io.stderr]) stream.on('error', () => {});
  try {
    const code = await execute(argv, io);
    return signalCode(io.signal) ?? code;
  } catch (error) {
    return await excuse(error, io);
  }
}

async function execute(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [first, ...rest] = argv;
  if ((first === '--version' || first === '-V') && rest.length === 0) {
    await print(io.stdout, `${version()}\n`);
    return 0;
  }
  const { parse } = await import('./options.ts');
  return await parse(argv, io);
}

/** The one place where errors are caught: what a person can mend is said without a stack. */
async function excuse(error: unknown, io: Io): Promise<ExitCode> {
  if (isClosedPipe(error)) return 141;

  const interrupted = signalCode(io.signal);
  if (interrupted !== null) {
    await mention(io.stderr, 'rollcall: interrupted before anything was known\n');
    return interrupted;
  }
  await mention(io.stderr, error instanceof RollcallError ? inWords(error) : confession(error, io));
  return 2;
}

/** Nothing stands before a place in a file, so that an editor can open it. */
function inWords({ message, hint }: RollcallError): string {
  const speaker = /^[^\n]*:\d+:\d+: /.test(message) ? '' : 'rollcall: ';
  return `${speaker}${message}\n${hint ? `\n${hint}\n` : ''}`;
}

function confession(error: unknown, { env }: Io): string {
  if (isAdrift(error)) return 'rollcall: the current folder is there no more\n';

  const message = error instanceof Error ? error.message : String(error);
  const detail = error instanceof Error && env.ROLLCALL_DEBUG ? `${error.stack}\n` : '';
  return `rollcall: internal error: ${message}\n${detail || '\nThis is a bug in rollcall. ROLLCALL_DEBUG=1 shows where.\n'}`;
}

/** A folder that was deleted cannot be asked for its path. */
function isAdrift(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd';
}

function signalCode({ aborted, reason }: AbortSignal): ExitCode | null {
  if (!aborted) return null;
  return reason === 'SIGINT' ? 130 : reason === 'SIGTERM' ? 143 : 2;
}
