import { Option } from 'commander';
import { collect } from './collect.ts';
import { readFlags, words } from './flags.ts';

/** Flags of every command that writes a registry, or tells of one by the policy. */
export function registryFlags(): readonly Option[] {
  return [
    new Option('--registry <path>', 'a file or a folder of files; by default what stands in .rollcall'),
    ...configFlags(),
  ];
}

function configFlags(where = ''): readonly Option[] {
  return [
    new Option('--config <file>', `configuration instead of .rollcall/config.yaml ${where}`.trim()),
    new Option('--no-config', 'no configuration at all'),
  ];
}

function rulesFlag(): Option {
  return new Option('--rules <dir>', 'a folder of own rules, beside the built-in ones');
}

/** The flags of `rollcall registry validate`. */
export function validateFlags(): readonly Option[] {
  return [...configFlags('beside the registry'), rulesFlag()];
}

/** The flags of `rollcall registry add`. */
export function addFlags(): readonly Option[] {
  return [
    new Option('--all', 'all agents that have no entry, but for examples'),
    ...targetFlags(),
    new Option('--dry-run', 'print the entries and write nothing'),
    new Option('--format <format>', 'how --dry-run prints them').choices(['yaml', 'json']).default('yaml'),
    new Option('--allow-incomplete', 'exit 0 although some input could not be read'),
  ];
}

/** The flags of `rollcall registry approve`. */
export function approveFlags(): readonly Option[] {
  return [
    new Option(
      '--by <names>',
      'who approves, such as alice,bob; whoever comes later joins them, also by --by NAME',
    ).argParser(collect),
    new Option('--expires <when>', 'first day on which it no longer holds, or how long it does: 90d, 6m, 1y'),
    new Option(
      '--evidence <url>',
      'where the review is recorded, added to what is there; repeat it for several',
    ).argParser(collect),
    new Option('--at <date>', 'day of the approval; by default today'),
    new Option('--all-pending', 'all entries that are pending, or approved by less than the policy asks for'),
    new Option('--force', 'approve what was rejected or deprecated'),
    ...registryFlags(),
  ];
}

/** The flags of `rollcall registry revoke`, and of `rollcall registry deprecate`. */
export function revokeFlags(): readonly Option[] {
  return [new Option('--reason <text>', 'why, as it is written into the entry'), ...registryFlags()];
}

/** The flags of `rollcall registry shrink`. */
export function shrinkFlags(): readonly Option[] {
  return [
    new Option('--write', 'take it out of the scope; it has to be approved again then'),
    ...targetFlags(),
    new Option('--allow-incomplete', 'go by what was read although some input could not be'),
  ];
}

/** The flags of `rollcall registry list`. */
export function listFlags(): readonly Option[] {
  return [
    new Option('--status <words>', 'such as pending,approved').argParser(words),
    new Option('--owner <name>', 'a team or a person'),
    new Option('--expiring <period>', 'approved, and over within 30d, 2w, 6m; those that are over already too'),
    new Option('--format <format>', 'how it is printed').choices(['table', 'json']).default('table'),
    ...registryFlags(),
    new Option('--registry-ref <ref>', 'list the registry of this branch, tag or commit'),
  ];
}

function targetFlags(): readonly Option[] {
  return [
    new Option('--target <dir>', 'what is scanned; repeat it for several; by default this folder').argParser(collect),
    ...registryFlags(),
    rulesFlag(),
    ...readFlags(),
    new Option('-q, --quiet', 'write the result and errors, nothing else'),
  ];
}
