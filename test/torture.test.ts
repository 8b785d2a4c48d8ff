import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approving } from './cli/approving.ts';
import { git } from './sources/tree.ts';
import { home } from './world.ts';

/** The corpus is made, and judged, by two programs that stand beside the repository where somebody put them. */
const torture = join(home, '../shared/torture');
const program = join(home, 'bin/rollcall.js');
const missing = [join(torture, 'check-torture.mjs'), program, join(home, 'dist/cli/run.js')].filter(
  (path) => !existsSync(path),
);

/** The rest takes minutes: `ROLLCALL_TORTURE=1` asks for them. */
const quick = ['control', 'name', 'log'];
const isAll = process.env.ROLLCALL_TORTURE !== undefined;
const slow = isAll ? ['exec', 'hide', 'arc', 'enc', 'fs', 'parse'] : [];

/** What the corpus asks for and rollcall does not promise. */
const known: Readonly<Record<string, string>> = {
  'parse-notebook-broken': 'a method of a name that no cell binds calls nothing that is known',
  'parse-lock-huge': 'a dependency alone is a mention: it is reported and fails no gate',
};

interface Verdict {
  readonly id: string;
  readonly ok: boolean;
  readonly bad: readonly string[];
}

if (missing.length > 0) {
  test.skip(`the torture corpus: skipped, for there is no ${missing.join(', no ')}`, () => {});
} else {
  describe('of the torture corpus', () => {
    let folder = '';
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'rollcall-torture-'));
      await node([
        join(torture, 'make-torture.mjs'),
        '--out',
        folder,
        '--group',
        [...quick, ...slow, 'hide', 'git', 'reg'].join(','),
      ]);
    }, 60_000);
    afterAll(async () => {
      await node([join(torture, 'make-torture.mjs'), '--clean', folder]);
      rmSync(folder, { recursive: true, force: true });
    });

    const groups = [...quick, ...slow];
    test.each(groups)('the group %s is as expected, but for what is known', { timeout: 600_000 }, async (group) => {
      const told = failures(await judge(folder, ['--group', group])).filter(({ id }) => !(id in known));
      expect(told).toEqual([]);
    });

    test.runIf(isAll)(
      'repositories that are hostile or damaged are as expected, with their history',
      {
        timeout: 600_000,
      },
      async () => {
        expect(failures(await judge(folder, ['--group', 'git'], ['--history']))).toEqual([]);
      },
    );

    const approvals = ['--only', 'reg-forged-approval,reg-moved-approval'];
    test('an approval that the change itself brings is none', { timeout: 120_000 }, async () => {
      enroll(folder);
      // By its own registry the branch is clean: it is the ref alone that holds it.
      const own = await judge(folder, approvals, [], '{path}/repo');
      expect(failures(own).map(({ id }) => id)).toEqual(['reg-forged-approval']);
      expect(failures(await judge(folder, approvals, ['--registry-ref', 'main'], '{path}/repo'))).toEqual([]);
    });

    test('what a tree does to hide its agents does not help it against a registry of elsewhere', {
      timeout: 120_000,
    }, async () => {
      const central = join(folder, 'central.yaml');
      writeFileSync(central, 'apiVersion: rollcall/v1\nagents: []\n');
      const hiding = ['--only', 'hide-ignore-files,hide-config,hide-inline'];
      expect(failures(await judge(folder, hiding, ['--registry', central]))).toEqual([]);
    });

    test('a registry that is malformed, or a link, is refused as a whole', { timeout: 60_000 }, async () => {
      const given = ['--registry', '{path}/agents.registry.json'];
      expect(failures(await judge(folder, ['--only', 'reg-malformed,reg-link'], given))).toEqual([]);
    });
  });
}

function failures(verdicts: readonly Verdict[]): readonly Verdict[] {
  expect(verdicts.length).toBeGreaterThan(0);
  return verdicts.filter(({ ok }) => !ok);
}

/**
 * Writes the approvals of the corpus in the form of rollcall: the base branch of the one case approves nothing, its change
 * approves its own agent; that of the other approves an agent, and the change puts another in its place.
 */
function enroll(folder: string): void {
  const none = 'apiVersion: rollcall/v1\nagents: []\n';
  for (const [id, approved] of [
    ['reg-forged-approval', none],
    ['reg-moved-approval', approving('repo', null)],
  ] as const) {
    const repo = join(folder, 'cases', id, 'repo');
    for (const [branch, text] of [
      ['main', approved],
      ['pr', approving('repo', null)],
    ] as const) {
      git(repo, 'checkout', '-q', branch);
      mkdirSync(join(repo, '.rollcall'), { recursive: true });
      writeFileSync(join(repo, '.rollcall/registry.yaml'), text);
      git(repo, 'add', '.rollcall');
      git(repo, 'commit', '-q', '-m', 'registry');
    }
  }
}

async function judge(
  folder: string,
  choice: readonly string[],
  flags: readonly string[] = [],
  target = '{path}',
): Promise<Verdict[]> {
  const verdicts = join(folder, `${[...choice, ...flags].join('').replaceAll('/', '')}.verdicts`);
  const outputs = ['sarif=r.sarif', 'markdown=r.md', 'table=r.txt'].flatMap((name) => [
    '-o',
    name.replace('=', '={tmp}/'),
  ]);
  await node([
    join(torture, 'check-torture.mjs'),
    ...['--dir', folder, '--json', verdicts, '--adapter', join(home, 'test/torture-adapter.mjs')],
    ...['--codes', 'clean=0,findings=1,incomplete=3,refused=2', ...choice, '--'],
    ...[process.execPath, program, 'scan', target, '--format', 'json', ...outputs, ...flags],
  ]);
  return JSON.parse(readFileSync(verdicts, 'utf8')) as Verdict[]; // written by the judge in this shape
}

/** Runs a program to its end; what it says is in the files that it writes. */
function node(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    child.on('error', reject);
    child.on('close', () => resolve());
  });
}
