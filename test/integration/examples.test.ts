import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { folder, rollcall } from '../cli/stage.ts';
import { home } from '../world.ts';
import { type Ground, openGround, patience, reportAt } from './organisation/ground.ts';

const root = join(home, 'examples');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name));

/** Whatever YAML may hold; what is looked at is looked at by name. */
// biome-ignore lint/suspicious/noExplicitAny: manifests of three programs, and a missing part makes a test fail as it should
type Node = any;

function textOf(name: string): string {
  return readFileSync(join(root, name), 'utf8');
}

/** The documents of an example. */
function documentsOf(name: string): Node[] {
  return parseAllDocuments(textOf(name), { merge: true }).map((document) => {
    expect([name, document.errors, document.warnings]).toEqual([name, [], []]);
    return document.toJS();
  });
}

/** All objects somewhere in a value, itself among them. */
function within(value: Node): Node[] {
  if (typeof value !== 'object' || value === null) return [];
  return [...(Array.isArray(value) ? [] : [value]), ...Object.values(value).flatMap(within)];
}

/** What is called in the lines of a shell, each as its words, for `rollcall` alone; `$X` stays what it is. */
function callsIn(script: string): string[][] {
  const lines = script.replace(/\\\n\s*/g, ' ').replace(/^\s*#.*$/gm, '');
  return lines
    .split(/\n|&&|\|\||[;|]/)
    .map((line) => line.replace(/\s*\d?>\s*\S+/g, '').match(/(?:"(?:\\.|[^"])*"|'[^']*'|\S)+/g) ?? [])
    .map((words) => words.map((word) => word.replace(/["']/g, '')))
    .map((words) => words.slice(words[0] === 'exec' ? 1 : 0))
    .filter(([program]) => program === 'rollcall')
    .map(([, ...args]) => args);
}

/** How an example calls rollcall: in steps of a workflow, as arguments of its image, and in a shell of that. */
function called(name: string): string[][] {
  return documentsOf(name)
    .flatMap(within)
    .flatMap((one: Node): string[][] => {
      if (typeof one.run === 'string') return callsIn(one.run);
      if (!String(one.image ?? '').includes('rollcall')) return [];
      const { command = [], args = [] } = one;
      if (command.includes('sh')) return callsIn(args[0]);
      return [[...command, ...args]];
    })
    .filter((args) => args.length > 0);
}

const calls = files.flatMap((name) => called(name).map((args) => ({ name, args, line: args.join(' ') })));

/** The flags of a command by its own help: their names, and whether they take a value. */
async function flagsOf(command: readonly string[]): Promise<Map<string, boolean>> {
  const { code, out } = await rollcall([...command, '--help']);
  expect([command, code]).toEqual([command, 0]);
  const found = [...out.matchAll(/^ {2}(?:(-\w), )?(--[\w-]+)( <\S+>)?/gm)];
  return new Map(
    found.flatMap(([, short, long = '', value]) =>
      [short, long].flatMap((one): [string, boolean][] => (one ? [[one, value !== undefined]] : [])),
    ),
  );
}

const pairs = ['fleet', 'report', 'rules', 'registry', 'baseline'];

test('there are examples, and they call rollcall', () => {
  expect(new Set(calls.map(({ name }) => name))).toEqual(new Set(files));
  expect(files.length).toBeGreaterThan(3);
});

test.each(calls)('$name: rollcall $line', async ({ args }) => {
  const command = args.slice(0, pairs.includes(args[0] ?? '') ? 2 : 1);
  const flags = await flagsOf(command);
  const rest = args.slice(command.length);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-')) continue;
    const [flag = '', ...value] = word.split('=');
    expect([flag, flags.has(flag)]).toEqual([flag, true]);
    if (flags.get(flag) !== true) expect([word, value]).toEqual([word, []]);
    else if (value.length === 0) expect([flag, rest.shift() ?? '-']).toEqual([flag, expect.not.stringMatching(/^-/)]);
  }
});

test.each(files)('%s begins with what it is for and what has to be set', (name) => {
  const [comment = ''] = /^(?:#.*\n)+/.exec(textOf(name)) ?? [];
  expect(comment.split('\n').length).toBeGreaterThan(4);
});

test.each(files)('%s has no secret in it, and takes each from where secrets are kept', (name) => {
  expect(textOf(name)).not.toMatch(/gh[pousr]_\w{10}|github_pat_\w|AKIA\w{8}|-----BEGIN|:\/\/[^\s/@]+:[^\s/@]+@/);
  for (const { env, environment } of documentsOf(name).flatMap(within)) {
    const given: [string, Node][] = Array.isArray(env)
      ? env.map((one: Node) => [one.name, one.valueFrom?.secretKeyRef ? '$' : one.value])
      : Object.entries(env ?? environment ?? {});
    const secret = given.filter(([key]) => /TOKEN|SALT|KEY|SECRET|PASSWORD|APP_ID/.test(key));
    expect(secret.filter(([, value]) => !String(value).startsWith('$'))).toEqual([]);
  }
});

/** Whoever reads keeps fingerprints, and these have one key. */
test.each(calls.filter(({ args }) => args.includes('scan') || args.includes('fleet')))(
  '$name: rollcall $line has the salt, and keeps results',
  ({ name, args }) => {
    expect(args.some((word) => word.startsWith('--results'))).toBe(true);
    expect(textOf(name)).toContain('ROLLCALL_SALT');
  },
);

test('shards are judged together, and never by themselves', () => {
  const shards = calls.filter(({ args }) => args.includes('--shard'));
  expect(shards.length).toBe(2);
  for (const { args } of shards) {
    expect(args).toEqual(expect.arrayContaining(['--plan', '--exit-zero', '--allow-incomplete']));
    expect(args.join(' ')).not.toMatch(/--(?:registry|baseline|fail-on)/);
  }
  const judged = calls.filter(({ args }) => args[0] === 'scan' && !args.includes('--shard'));
  expect(judged.filter(({ args }) => /--(?:exit-zero|allow-incomplete)/.test(args.join(' ')))).toEqual([]);
});

describe('Kubernetes', () => {
  const pods = ['kubernetes/indexed-job.yaml', 'kubernetes/fleet.yaml'].flatMap((name) =>
    documentsOf(name)
      .flatMap(within)
      .filter((one: Node) => Array.isArray(one.containers))
      .map((pod: Node) => ({ name, pod, what: pod.containers[0].args[0].slice(0, 40) })),
  );

  test.each(pods)('$name: $what can do no more than it has to', ({ pod }) => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    for (const { securityContext } of pod.containers)
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
  });

  test.each(pods)('$name: $what has bounds, and room of its own for what is fetched', ({ pod }) => {
    const [{ resources, volumeMounts }] = pod.containers;
    expect(Object.keys(resources.limits)).toEqual(['memory', 'ephemeral-storage']);
    expect(Object.keys(resources.requests)).toEqual(['cpu', 'memory', 'ephemeral-storage']);
    const mount = volumeMounts.find((one: Node) => one.mountPath === '/tmp');
    const volume = pod.volumes.find((one: Node) => one.name === mount.name);
    expect(bytes(volume.emptyDir.sizeLimit)).toBeLessThanOrEqual(bytes(resources.limits['ephemeral-storage']));
  });

  test.each(pods)('$name: $what has all that is mounted', ({ pod }) => {
    const mounted = pod.containers.flatMap((one: Node) => one.volumeMounts.map((mount: Node) => mount.name));
    expect(new Set(mounted)).toEqual(new Set(pod.volumes.map((volume: Node) => volume.name)));
  });

  test.each(pods.filter(({ pod }) => !/plan|enqueue/.test(JSON.stringify(pod.containers[0].args.slice(0, 2)))))(
    '$name: $what has no thread for each processor of its node',
    ({ pod }) => {
      expect(JSON.stringify(pod.containers[0].args)).toMatch(/--jobs[= ]\d/);
    },
  );

  test('each index of the Job is one shard of the plan', () => {
    const documents = documentsOf('kubernetes/indexed-job.yaml');
    const [plan, read] = documents.filter(({ kind }) => kind === 'Job').map(({ spec }) => spec);
    const { args } = read.template.spec.containers[0];
    expect(read.completionMode).toBe('Indexed');
    expect(plan.template.spec.containers[0].args).toContain(`--shards=${read.completions}`);
    const bin = stub('printf "%s\\n" "$@"');
    const shards = Array.from({ length: read.completions }, (_, index) => {
      const [, script = ''] = /^([\s\S]*?)\s*> \/dev\/null\s*$/.exec(args[0]) ?? [];
      const env = { PATH: `${bin}:${process.env.PATH}`, JOB_COMPLETION_INDEX: String(index) };
      const { stdout } = spawnSync('sh', ['-ec', script], { encoding: 'utf8', env });
      return /--shard\n(.*)/.exec(stdout)?.[1];
    });
    const all = Array.from({ length: read.completions }, (_, index) => `${index + 1}/${read.completions}`);
    expect(shards).toEqual(all);
  });
});

describe('the workflow', () => {
  const [workflow] = documentsOf('github-actions/organisation.yml');
  const steps: Node[] = Object.values<Node>(workflow.jobs).flatMap((job) => job.steps);
  const shards: number[] = workflow.jobs.read.strategy.matrix.shard;

  test('may read and nothing else, and so may the App', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(Object.values<Node>(workflow.jobs).filter((job) => 'permissions' in job)).toEqual([]);
    for (const { with: given } of steps.filter(({ uses }) => String(uses).includes('create-github-app-token')))
      expect(Object.entries(given).filter(([key]) => key.startsWith('permission-'))).toEqual([
        ['permission-contents', 'read'],
        ['permission-metadata', 'read'],
      ]);
  });

  test('names every action by a commit, and leaves no token in a checkout', () => {
    const used = steps.filter(({ uses }) => uses !== undefined);
    expect(used.filter(({ uses }) => !/@[0-9a-f]{40}$/.test(uses))).toEqual([]);
    const checkouts = used.filter(({ uses }) => uses.includes('/checkout@'));
    expect(checkouts.filter((step) => step.with['persist-credentials'] !== false)).toEqual([]);
  });

  test('puts no expression into the text of a script', () => {
    expect(steps.filter(({ run }) => String(run).includes('${{'))).toEqual([]);
  });

  test('has a job for each shard, and none of them stops the others', () => {
    expect(shards).toEqual(Array.from({ length: workflow.env.SHARDS }, (_, index) => index + 1));
    expect(workflow.jobs.read.strategy['fail-fast']).toBe(false);
  });

  describe('on an organisation', () => {
    let ground: Ground;
    beforeAll(async () => {
      ground = await openGround(16);
    }, patience(1));
    afterAll(() => ground.close());

    test('reports all of it, and fetches nothing again the next night', { timeout: patience(3) }, async () => {
      const first = await night(null);
      const { forge } = first.said.run.coverage;
      expect(forge.read + forge.empty + forge.unread).toBe(ground.organisation.world.repositories.length);
      expect(first.pages).toBeGreaterThan(1);
      expect(first.summary).toContain('agents unreviewed');

      const asked = ground.fake.requests.length;
      const second = await night(first.results);
      expect([second.bytes === first.bytes, ground.fetched(asked)]).toEqual([true, []]);
    });

    /** One run of the workflow: what its actions do is done here, what its scripts do by themselves. */
    async function night(cache: string | null) {
      const tokens = {
        ROLLCALL_GITHUB_TOKEN: ground.organisation.world.token ?? '',
        ROLLCALL_SALT: 'the same for all',
      };
      const bin = stub(`exec "${process.execPath}" "${join(home, 'bin/rollcall.js')}" "$@"`);
      const job = async (name: string, cwd: string, ends: readonly number[], env: Env = {}): Promise<void> => {
        if (cache !== null && name !== 'plan') cpSync(cache, join(cwd, 'results'), { recursive: true });
        const given = {
          ORGANISATION: workflow.env.ORGANISATION,
          SHARDS: String(workflow.env.SHARDS),
          ...tokens,
          ...env,
        };
        const own = {
          TMPDIR: ground.room('tmp'),
          GITHUB_OUTPUT: '/dev/null',
          GITHUB_STEP_SUMMARY: join(cwd, 'summary'),
        };
        const scripts: string[] = workflow.jobs[name].steps.flatMap(({ run }: Node) => run ?? []);
        const ended: Awaited<ReturnType<typeof ran>>[] = [];
        for (const script of scripts.filter((one) => !one.includes('npm ci')))
          ended.push(await ran(script, cwd, bin, { ...given, ...own, ROLLCALL_GITHUB_URL: ground.fake.origin }));
        expect(
          ended.map(({ code }) => code),
          ended.map(({ said }) => said).join(''),
        ).toEqual(ends);
      };
      const [planning, reporting] = [ground.room('plan'), ground.room('report')];
      await job('plan', planning, [0, 0]);
      mkdirSync(join(reporting, 'artifacts/plan'), { recursive: true });
      cpSync(join(planning, 'plan.json'), join(reporting, 'artifacts/plan/plan.json'));
      for (const shard of shards) {
        const reading = ground.room(`shard-${shard}`);
        cpSync(join(planning, 'plan.json'), join(reading, 'plan.json'));
        await job('read', reading, [0], { SHARD: String(shard) });
        mkdirSync(join(reporting, `artifacts/results-${shard}`));
        cpSync(join(reading, 'new.tar'), join(reporting, `artifacts/results-${shard}/new.tar`));
      }
      mkdirSync(join(reporting, '.rollcall'));
      writeFileSync(join(reporting, '.rollcall/registry.yaml'), 'apiVersion: rollcall/v1\nagents: []\n');
      // Found: nothing is approved.
      await job('report', reporting, [0, 1, 0]);
      return {
        ...reportAt(join(reporting, 'report/agents.json')),
        results: join(reporting, 'results'),
        pages: readdirSync(join(reporting, 'report/sarif')).length,
        summary: readFileSync(join(reporting, 'summary'), 'utf8'),
      };
    }
  });
});

function bytes(size: string): number {
  const [, digits, unit] = /^(\d+)([MG])i$/.exec(size) ?? [];
  return Number(digits) * (unit === 'G' ? 1024 : 1);
}

/** A folder in which `rollcall` is a script. */
function stub(script: string): string {
  const bin = folder({ rollcall: `#!/bin/sh\n${script}\n` });
  spawnSync('chmod', ['+x', join(bin, 'rollcall')]);
  return bin;
}

type Env = Readonly<Record<string, string>>;

/** Runs a script as a runner of GitHub does. */
async function ran(script: string, cwd: string, bin: string, env: Env) {
  const path = { PATH: `${bin}:${process.env.PATH}` };
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    env: { ...path, HOME: cwd, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk;
    });
  await once(child, 'close');
  return { code: child.exitCode, said };
}
