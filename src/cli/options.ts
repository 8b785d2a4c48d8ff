import { Command, CommanderError, type Option } from 'commander';
import { applyEnvironment } from './environment.ts';
import { withExample } from './examples.ts';
import type { ExitCode } from './exit.ts';
import {
  acceptFlags,
  createFlags,
  lookFlags,
  mergeFlags,
  outputFlags,
  policyFlags,
  pruneFlags,
  type ScanFlags,
  scanFlags,
  watchFlags,
} from './flags.ts';
import { enqueueFlags, statusFlags, workFlags } from './fleet-flags.ts';
import { planFlags } from './forge-flags.ts';
import { hostExportFlags } from './host-export-flags.ts';
import type { Io } from './io.ts';
import { mention, print } from './output.ts';
import { describeRegistry, type Runner } from './registry-options.ts';
import { version } from './version.ts';

/** Reads the arguments and runs the command that they name. */
export async function parse(argv: readonly string[], io: Io): Promise<ExitCode> {
  const said = { out: '', err: '' };
  let code: ExitCode = 0;
  const program = new Command('rollcall')
    .exitOverride()
    .configureOutput({ writeOut: (text) => (said.out += text), writeErr: (text) => (said.err += text) })
    .configureHelp({ showGlobalOptions: false, helpWidth: (io.stdout.isTTY && io.stdout.columns) || 100 })
    .hook('preAction', (_, command) => applyEnvironment(command, io.env));
  describe(program, async (action, args) => {
    code = await action(io, ...(args as never[])); // commander hands over what the command declares
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    await print(io.stdout, said.out);
    await mention(io.stderr, said.err);
    return error.exitCode === 0 ? 0 : 2;
  }
}

const exits = `
Exit codes:
  0  nothing found that --fail-on names, and everything was read
  1  something found that --fail-on names
  2  could not run: usage, configuration, registry or rules
  3  some input could not be read (--allow-incomplete turns it into 0)`;

const scanExamples = `
Examples:
  rollcall scan                                   the current folder
  rollcall scan . env:/etc/triage/.env            a folder and an environment file, one census
  rollcall scan . log:/var/log/squid host:        what calls models too, and joins what the code shows
  rollcall scan -o table -o sarif=rollcall.sarif  a table to read and a file for code scanning
  rollcall scan --history                         the keys too that only the history holds
  rollcall scan github:acme --results DIR         all repositories of an owner; what is unchanged is not read again
  rollcall scan --staged                          the keys that a commit would bring
  rollcall scan --since origin/main               the agents, their changes and the keys that a branch brings
${exits}`;

const planExamples = `
Examples:
  rollcall plan github:acme --shards 16 -o plan.json                  list once, and share out
  rollcall scan --plan plan.json --shard 3/16 --results DIR           on each machine
  rollcall report merge plan.json --results DIR -o json=report.json   on one of them, once all have ended`;

const fleetExamples = `
Examples, with ROLLCALL_QUEUE=redis://queue.acme.example:
  rollcall fleet enqueue github:acme --results s3://roll/acme -o plan.json  once a night, and as often as one likes
  rollcall fleet work --results s3://roll/acme                              on each machine
  rollcall fleet status                                                     how far it is
  rollcall report merge plan.json --results s3://roll/acme -o json=r.json   one report of all that is there`;

const watchExamples = `
Examples:
  rollcall watch /var/log/squid/access.log            new callers as lines, until it is interrupted
  rollcall watch /var/log/squid --checkpoint seen     goes on where it was stopped
  tail -F eve.json | rollcall watch - --format ndjson  from a pipe, for other programs
  rollcall watch /var/log/squid --webhook https://hooks.acme.example/rollcall  posts them as well`;

function describe(program: Command, run: Runner): void {
  program
    .description("Finds an organisation's AI agents, holds them against a registry, reports the unreviewed.")
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', '\nrollcall <command> --help tells more of a command.');

  command(program, 'scan', 'find agents and hold them against the registry', scanFlags())
    .argument(
      '[targets...]',
      'folders, files, - for standard input, github:OWNER or github:OWNER/REPOSITORY, log: files or folders of logs, host: for the processes of this machine; by default the current folder',
    )
    .addHelpText('after', scanExamples)
    .action(async (targets: readonly string[], flags: ScanFlags) => {
      const action = flags.staged
        ? (await import('./commands/change.ts')).change
        : (await import('./commands/scan.ts')).scan;
      await run(action, [targets, flags]);
    });

  command(program, 'plan', 'list the repositories of an owner, shared out among machines', planFlags())
    .argument('<targets...>', 'github:OWNER, or github:OWNER/REPOSITORY')
    .addHelpText('after', planExamples)
    .action(async (...args) => run((await import('./commands/plan.ts')).plan, args));

  const fleet = command(program, 'fleet', 'many machines that read repositories together, by a queue', []);
  command(fleet, 'enqueue', 'put what is not read yet into the queue', enqueueFlags())
    .argument('[targets...]', 'github:OWNER, or github:OWNER/REPOSITORY')
    .addHelpText('after', fleetExamples)
    .action(async (...args) => run((await import('./commands/fleet.ts')).enqueue, args));
  command(fleet, 'work', 'read what is in the queue', workFlags())
    .addHelpText('after', fleetExamples)
    .action(async (...args) => run((await import('./commands/fleet.ts')).work, args));
  command(fleet, 'status', 'how many jobs stand where, and which were given up', statusFlags()).action(
    async (...args) => run((await import('./commands/fleet.ts')).status, args),
  );

  command(program, 'watch', 'follow logs of traffic, and tell of callers as they appear', watchFlags())
    .argument('<targets...>', 'logs, folders of logs, - for standard input, journal: for that of systemd')
    .addHelpText('after', watchExamples)
    .action(async (...args) => run((await import('./commands/watch.ts')).watch, args));

  command(program, 'init', 'write a first configuration and registry', [])
    .argument('[folder]', 'where; by default the current folder')
    .action(async (...args) => run((await import('./commands/init.ts')).init, args));

  command(program, 'explain', 'tell all that is known of an agent, an entry, a check or a finding', [
    ...policyFlags(),
    ...acceptFlags(),
    ...lookFlags(),
  ])
    .argument('<subject>', 'id, path or name of an agent, id of an entry or a check, fingerprint of a finding')
    .argument('[target]', 'what is scanned where there is no report', '.')
    .option('--report <file>', 'a saved JSON report to look it up in; - for standard input')
    .action(async (...args) => run((await import('./commands/explain.ts')).explain, args));

  const rules = command(program, 'rules', 'what rollcall knows of providers, frameworks and checks', []);
  command(rules, 'list', 'list providers, frameworks and checks', [...lookFlags()])
    .option('--rules <dir>', 'a folder of own rules, beside the built-in ones')
    .option('--format <format>', 'table or json', 'table')
    .action(async (...args) => run((await import('./commands/rules.ts')).listRules, args));
  command(rules, 'check', 'hold rules against their own examples', [])
    .argument('[dir]', 'a folder of own rules; by default the built-in ones')
    .action(async (...args) => run((await import('./commands/rules.ts')).checkRules, args));
  command(rules, 'export', 'write the hosts of providers for a SIEM, a sensor or a warehouse', hostExportFlags())
    .addHelpText('after', '\nWhat comes of it is read again: rollcall scan log:aggregate.csv. See docs/siem.md.')
    .action(async (...args) => run((await import('./commands/rules-export.ts')).exportRules, args));

  describeRegistry(command(program, 'registry', 'the registry of approved agents', []), command, run);

  const baseline = command(program, 'baseline', 'findings that are accepted as they are', []);
  command(baseline, 'create', 'accept what is found today, so that only what is new fails', createFlags())
    .argument('[targets...]', 'folders, files, - for standard input; by default the current folder')
    .action(async (...args) => run((await import('./commands/baseline.ts')).createBaseline, args));
  command(baseline, 'prune', 'take out what matches nothing any more, or has run out', pruneFlags())
    .argument('<file>', 'a baseline')
    .argument('[targets...]', 'what is scanned; by default the current folder')
    .action(async (...args) => run((await import('./commands/baseline.ts')).pruneBaseline, args));

  const report = command(program, 'report', 'what to do with a saved report', []);
  command(report, 'render', 'write a saved JSON report in other formats', outputFlags())
    .argument('<file>', 'a JSON report; - for standard input')
    .action(async (...args) => run((await import('./commands/report.ts')).renderReport, args));
  command(report, 'merge', 'one report of all that the shards of a plan have kept', mergeFlags())
    .argument('<plan>', 'what was planned (rollcall plan); - for standard input')
    .addHelpText(
      'after',
      `\nNothing is asked of a server, and no repository is read: what is missing is listed.\n${exits}`,
    )
    .action(async (...args) => run((await import('./commands/scan.ts')).mergeShards, args));
  command(report, 'diff', 'what has changed between two saved JSON reports', outputFlags())
    .argument('<before>', 'the earlier report; - for standard input')
    .argument('<after>', 'the later report')
    .action(async (...args) => run((await import('./commands/report.ts')).diffReports, args));
}

function command(parent: Command, name: string, summary: string, options: readonly Option[]): Command {
  const made = parent.command(name).description(summary).helpCommand(false);
  const path = parent.parent ? `${parent.name()} ${name}` : name;
  made.configureOutput({ outputError: (text, write) => write(withExample(text, path)) });
  for (const option of options) made.addOption(option);
  return made;
}
