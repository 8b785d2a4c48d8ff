import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { home } from '../world.ts';

/** A line that `rollcall watch --format ndjson` wrote, and when it came, in milliseconds since 1970. */
export interface Told {
  readonly at: number;
  readonly kind: 'caller' | 'drift' | 'problem' | 'summary';
  readonly caller?: { readonly key: string };
  readonly provider?: string | null;
  readonly host?: string | null;
  readonly count?: number;
  readonly time?: string | null;
  readonly line?: number;
  readonly message?: string;
  readonly incomplete?: boolean;
  readonly lines?: number;
  readonly events?: number;
}

/** How a watch ended. */
export interface Ended {
  readonly code: number | null;
  /** Milliseconds from the signal to the end. */
  readonly took: number;
  readonly summary: Told;
}

/** `rollcall watch`, running. */
export class Watching {
  readonly told: Told[] = [];
  said = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;

  constructor(
    args: readonly string[],
    options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
  ) {
    const program = [join(home, 'bin/rollcall.js'), 'watch', ...args, '--format', 'ndjson'];
    const { cwd, env } = options;
    this.#child = spawn(process.execPath, program, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#ended = new Promise((resolve) => this.#child.on('close', resolve));
    this.#child.stderr?.on('data', (chunk) => {
      this.said += chunk;
    });
    if (this.#child.stdout)
      createInterface({ input: this.#child.stdout }).on('line', (line) =>
        this.told.push({ ...JSON.parse(line), at: Date.now() }),
      );
    onTestFinished(() => {
      this.#child.kill('SIGKILL');
    });
  }

  /** Waits until something was told; false where it was not, in time. */
  async tells(isIt: (told: Told) => boolean, milliseconds = 20_000): Promise<boolean> {
    for (const late = Date.now() + milliseconds; Date.now() < late; await pause(10))
      if (this.told.some(isIt)) return true;
    return false;
  }

  /** Interrupts it, and waits for its end. */
  async interrupt(): Promise<Ended> {
    const from = Date.now();
    this.#child.kill('SIGINT');
    const code = await this.#ended;
    const summary = this.told.find(({ kind }) => kind === 'summary');
    if (!summary) throw new Error(`there is no summary: ${this.said}`);
    return { code, took: Date.now() - from, summary };
  }

  /** Those who were told of, as caller and host. */
  callers(): string[] {
    return this.told.filter(({ kind }) => kind === 'caller').map(({ caller, host }) => `${caller?.key} ${host}`);
  }

  problems(): readonly string[] {
    return this.told.filter(({ kind }) => kind === 'problem').map(({ message = '' }) => message);
  }

  /** Milliseconds from the time in the line of the log to the notice of it: how long each took. */
  delays(): number[] {
    return this.told.flatMap(({ kind, time, at }) => (kind === 'caller' && time ? at - Date.parse(time) : []));
  }
}
