import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { home } from '../../world.ts';

/** How a run of the program ended. */
export interface Ended {
  /** `null` where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `rollcall` as a process of its own. */
export class Program {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;

  constructor(args: readonly string[], cwd: string, env: Readonly<Record<string, string | undefined>>) {
    const said = { stdout: '', stderr: '' };
    const child = spawn(process.execPath, [join(home, 'bin/rollcall.js'), ...args], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => {
      said.stdout += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.stderr += chunk;
    });
    this.#child = child;
    this.ended = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode, ...said }));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Of this process alone: what it started itself is left to itself, as when the system is out of memory. */
  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}
