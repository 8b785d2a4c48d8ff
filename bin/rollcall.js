#!/usr/bin/env node
import process from 'node:process';
import { run } from '../dist/cli/run.js';

const stop = new AbortController();

// Until run() has answered, nothing may pass for a clean result: neither a crash nor a loop that runs dry.
process.exitCode = 2;

process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);
process.on('uncaughtException', crash);

run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  // Asked for when it is needed: a current folder that was deleted has no name.
  cwd: () => process.cwd(),
  now: () => new Date(),
  signal: stop.signal,
}).then(end, crash);

/** A pipe that is still open would keep the process from ending. @param {number} code */
function end(code) {
  process.stdin.destroy();
  if (!(stop.signal.reason instanceof Error)) process.exitCode = code;
}

/** The first signal lets the scan report what is known; the second ends the process as if nobody listened. */
function interrupt(signal) {
  if (!stop.signal.aborted) return stop.abort(signal);

  process.off(signal, interrupt);
  process.kill(process.pid, signal);
}

/** An error that no one expected: the scan winds up, and the exit code stays 2. */
function crash(error) {
  process.stderr.write(`rollcall: internal error: ${error instanceof Error ? error.message : error}\n`);
  if (process.env.ROLLCALL_DEBUG) process.stderr.write(`${error?.stack}\n`);
  stop.abort(new Error('crashed', { cause: error }));
}
