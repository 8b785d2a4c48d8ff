import type { Command, Option } from 'commander';
import { exportFlags, importFlags } from './exchange-flags.ts';
import type { ExitCode } from './exit.ts';
import type { Io } from './io.ts';
import { addFlags, approveFlags, listFlags, revokeFlags, shrinkFlags, validateFlags } from './registry-flags.ts';

/** What a command does with its arguments. A command and all it needs is loaded when it is asked for. */
export type Action = (io: Io, ...args: never[]) => Promise<ExitCode>;

/** Runs an action with the arguments that were read. */
export type Runner = (action: Action, args: readonly unknown[]) => Promise<void>;

/** Adds a command below another. */
type Add = (parent: Command, name: string, summary: string, options: readonly Option[]) => Command;

/** The commands of `rollcall registry`. */
export function describeRegistry(registry: Command, command: Add, run: Runner): void {
  command(registry, 'validate', 'read a registry strictly', validateFlags())
    .argument('[path]', 'what --registry takes; by default what stands in .rollcall')
    .action(async (...args) => run((await import('./commands/registry.ts')).validateRegistry, args));
  command(registry, 'diff', 'what a change asks of the registry, in words', [])
    .argument(
      '<range>',
      'BASE..HEAD, such as origin/main..HEAD; BASE...HEAD: since they parted; BASE alone: against the work tree',
    )
    .option('--registry <path>', 'its path in the repository; by default what stands in .rollcall')
    .option('--format <format>', 'text, markdown or json', 'text')
    .action(async (...args) => run((await import('./commands/registry-diff.ts')).diffRegistry, args));
  command(registry, 'import', 'read agents out of another catalogue, as entries that wait for approval', importFlags())
    .argument('<files...>', 'agent cards, catalogues, lists; - for standard input')
    .action(async (...args) => run((await import('./commands/registry-exchange.ts')).importRegistry, args));
  command(registry, 'export', 'write the registry as another catalogue has it', exportFlags()).action(async (...args) =>
    run((await import('./commands/registry-exchange.ts')).exportRegistry, args),
  );
  describeLife(registry, command, run);
}

/** What happens to an entry between the day that its agent is found and the day that it is gone. */
function describeLife(registry: Command, command: Add, run: Runner): void {
  command(registry, 'init', 'write an empty registry', [])
    .argument('[folder]', 'where; by default the current folder')
    .option('--agents-dir', 'a folder with one file an agent, instead of one file for all')
    .action(async (...args) => run((await import('./commands/registry-init.ts')).initRegistry, args));
  command(registry, 'add', 'write a pending entry for agents that have none', addFlags())
    .argument('[agents...]', 'ids, paths or names of agents')
    .action(async (...args) => run((await import('./commands/registry-add.ts')).addAgents, args));
  command(registry, 'approve', 'approve entries as they stand', approveFlags())
    .argument('[ids...]', 'ids of entries')
    .action(async (...args) => run((await import('./commands/registry-approve.ts')).approveEntries, args));
  command(registry, 'revoke', 'reject entries, and take their approval back', revokeFlags())
    .argument('[ids...]', 'ids of entries')
    .action(async (...args) => run((await import('./commands/registry-revoke.ts')).revokeEntries, args));
  command(registry, 'deprecate', 'mark entries of agents that are to go', revokeFlags())
    .argument('[ids...]', 'ids of entries')
    .action(async (...args) => run((await import('./commands/registry-revoke.ts')).deprecateEntries, args));
  command(registry, 'shrink', 'what an entry allows and its agents were not seen to do', shrinkFlags())
    .argument('<id>', 'id of an entry')
    .action(async (...args) => run((await import('./commands/registry-shrink.ts')).shrinkEntry, args));
  command(registry, 'list', 'list the entries', listFlags()).action(async (...args) =>
    run((await import('./commands/registry-list.ts')).listEntries, args),
  );
}
