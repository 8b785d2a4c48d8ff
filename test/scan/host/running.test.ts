import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { EvidenceOf } from '../../../src/model/evidence.ts';
import { openaiKey } from '../../key.ts';
import { makeTree } from '../../sources/tree.ts';
import { scanAt } from '../../world.ts';

const isLinux = existsSync('/proc/self/stat');

/** Two agents of a company: each connects to the port that it is told of, and stays. */
const company = {
  'services/triage/package.json': '{"name": "triage"}',
  'services/triage/main.js': `
const OpenAI = require('openai');
const ask = () => new OpenAI().chat.completions.create({ model: 'gpt-4.1-mini', messages: [] });
`,
  'services/triage/run.js': "require('net').connect(Number(process.env.PORT), '127.0.0.1').on('error', () => {});",
  'services/eta/pyproject.toml': '[project]\nname = "eta"\n',
  'services/eta/main.py': `
from openai import OpenAI
def ask():
    return OpenAI().chat.completions.create(model="gpt-4.1-mini", messages=[])
`,
  'services/eta/run.py': `
import os, socket, time
line = socket.create_connection(("127.0.0.1", int(os.environ["PORT"])))
time.sleep(60)
`,
};

describe.skipIf(!isLinux)('a program that runs in the folder of a unit', () => {
  test.each([
    ['Node', 'node', 'services/triage', 'run.js'],
    ['Python', 'python3', 'services/eta', 'run.py'],
  ])('of %s is the agent of that unit', { timeout: 60_000 }, async (_, program, unit, script) => {
    const root = makeTree(company);
    const key = openaiKey(unit);
    const port = await standIn();
    start(program, [script], join(root, unit), { OPENAI_API_KEY: key, PORT: `${port.number}` });
    await port.connected;

    const report = await scanAt([root, 'host:'], { salt: 'test' });
    const agents = report.assessments.map(({ agent }) => agent).filter(({ path }) => path === unit);
    const [agent] = agents;
    const seen = agent?.evidence.filter((one) => one.kind === 'process') ?? [];
    expect(agents).toHaveLength(1);
    expect(seen.map(({ attachedBy }) => attachedBy)).toEqual(['running']);
    const [process] = seen as readonly EvidenceOf<'process'>[]; // filtered by their kind
    expect(process).toMatchObject({ script, folder: join(root, unit), variables: ['OPENAI_API_KEY'] });
    expect(process?.fingerprints).toHaveLength(1);
    expect(
      report.assessments.filter(
        ({ agent: { kind, evidence } }) =>
          kind === 'runtime' && evidence.some((one) => 'folder' in one && one.folder === join(root, unit)),
      ),
    ).toEqual([]);
    expect(JSON.stringify(report)).not.toContain(key.slice(8, 40));
  });
});

async function standIn(): Promise<{ readonly number: number; readonly connected: Promise<unknown> }> {
  const server = createServer((socket) => void socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  // A server that listens on a port has the address of one.
  return { number: (server.address() as AddressInfo).port, connected: once(server, 'connection') };
}

function start(
  program: string,
  words: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const child = spawn(program, words, { cwd, env: { PATH: process.env.PATH, ...env }, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
