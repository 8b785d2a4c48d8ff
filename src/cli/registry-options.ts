import type { Command, Option } from 'commander';
import type { ExitCode } from './exit.ts';
import type { Io } from './io.ts';

/** What a command does with its arguments. A command and all it needs is loaded when it is asked for. */
export type Action = (io: Io, ...args: never[]) => Promise<ExitCode>;

/** Runs an action with the arguments that were read. */
export type Runner = (action: Action, args: readonly unknown[]) => Promise<void>;

/** Adds a command below another. */
type Add = (parent: Command, name: string, summary: string, options: readonly Option[]) => Command;

/** The commands of `rollcall registry`. */
export function describeRegistry(registry: Command, command: Add, run: Runner): void {
  command(registry, 'validate', 'read a registry strictly', [])
    .argument('[path]', 'what --registry takes; by default what stands in .rollcall')
    .action(async (...args) => run((await import('./commands/registry.ts')).validateRegistry, args));
  command(registry, 'diff', 'what a change asks of the registry, in words', [])
    .argument('<range>', 'BASE..HEAD, such as origin/main..HEAD; BASE alone: against the work tree')
    .option('--registry <path>', 'its path in the repository; by default what stands in .rollcall')
    .option('--format <format>', 'text, markdown or json', 'text')
    .action(async (...args) => run((await import('./commands/registry-diff.ts')).diffRegistry, args));
}
