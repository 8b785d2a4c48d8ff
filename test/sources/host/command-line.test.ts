import { describe, expect, test } from 'vitest';
import { commandLineOf } from '../../../src/sources/host/command-line.ts';
import { keyPrint } from '../../../src/text/fingerprint.ts';
import { openaiKey } from '../../key.ts';
import { rules } from '../../world.ts';

function read(words: readonly string[], exe: string | null = words[0] ?? null) {
  return commandLineOf(words.map((word) => `${word}\0`).join(''), exe, rules(), 'salt');
}

describe('what is run', () => {
  test.each([
    ['python app.py --verbose', '/usr/bin/python3.12', 'app.py', null],
    ['python3 -u -X dev /srv/app/main.py', '/usr/bin/python3.12', '/srv/app/main.py', null],
    ['python3 -m support_bot.main', '/usr/bin/python3.12', null, 'support_bot.main'],
    ['python3 -m uvicorn support.main:app --port 80', '/usr/bin/python3.12', null, 'support.main'],
    ['/opt/venv/bin/python /opt/venv/bin/gunicorn -w 4 support.main:app', '/usr/bin/python3.11', null, 'support.main'],
    ['python /usr/bin/celery -A jobs.app worker', '/usr/bin/python3.11', null, 'jobs.app'],
    ['python /usr/bin/streamlit run chat.py', '/usr/bin/python3.11', 'chat.py', null],
    ['node --require ./env.js server.mjs', '/usr/bin/node', 'server.mjs', null],
    ['node -e server.mjs', '/usr/bin/node', null, null],
    ['deno run --allow-net main.ts', '/usr/bin/deno', 'main.ts', null],
    ['java -cp /srv/lib -Xmx1g com.acme.Agent serve', '/usr/lib/jvm/bin/java', null, 'com.acme.Agent'],
    ['/usr/bin/java -jar /srv/batch.jar', '/usr/lib/jvm/bin/java', '/srv/batch.jar', null],
    ['bash -lc agent.sh', '/usr/bin/bash', null, null],
    ['bash agent.sh', '/usr/bin/bash', 'agent.sh', null],
    ['bash /dev/fd/3', '/usr/bin/bash', null, null],
    ['/opt/worker/worker queue.py', '/opt/worker/worker', null, null],
    ['', '/usr/bin/python3', null, null],
  ])('%s', (line, exe, script, module) => {
    expect(read(line.split(' '), exe)).toMatchObject({ script, module });
  });

  test('a shell without a script is a shell; with one it is not', () => {
    expect(read(['-bash'], '/usr/bin/bash').isShell).toBe(true);
    expect(read(['sh', '-c', 'exit'], '/usr/bin/dash').isShell).toBe(true);
    expect(read(['bash', 'agent.sh'], '/usr/bin/bash').isShell).toBe(false);
    expect(read(['python3'], '/usr/bin/python3').isShell).toBe(false);
  });
});

describe('what is shown', () => {
  const secret = openaiKey('shown');
  test.each([
    [
      ['/srv/x', `--api-key=${secret}`],
      ['/srv/x', '--api-key'],
    ],
    [
      ['/srv/x', '--api-key', secret, 'more'],
      ['/srv/x', '--api-key'],
    ],
    [
      ['/srv/x', '--token', `-${secret}`],
      ['/srv/x', '--token'],
    ],
    [
      ['/srv/x', '-H', `Authorization: Bearer ${secret}`],
      ['/srv/x', '-H'],
    ],
    [
      ['/srv/x', `-HAuthorization: ${secret}`],
      ['/srv/x', '-H'],
    ],
    [
      ['/srv/x', `-p${secret}`],
      ['/srv/x', '-p'],
    ],
    [
      ['/srv/x', '--password', '--hunter2', '-v'],
      ['/srv/x', '--password', '-v'],
    ],
    [['/srv/x', `--${secret}`], ['/srv/x']],
    [
      ['/srv/x', secret, '--dry-run'],
      ['/srv/x', '--dry-run'],
    ],
    [['next-server (v15.0.3)'], ['next-server']],
    [[`worker: --key ${secret}`], ['worker']],
    [['nginx: worker process'], ['nginx']],
  ])('%#', (words, shown) => {
    const line = read(words, '/usr/bin/other');
    expect(line.arguments).toEqual(shown);
    expect(JSON.stringify(line)).not.toContain(secret.slice(8, 28));
  });

  test('the script and the module stay', () => {
    expect(read(['python', '-m', 'bot', '--name', 'x'], '/usr/bin/python3').arguments).toEqual([
      'python',
      '-m',
      'bot',
      '--name',
    ]);
    expect(read(['node', 'app.js', 'x'], '/usr/bin/node').arguments).toEqual(['node', 'app.js']);
  });
});

test('a key among the words is told by its name and fingerprint', () => {
  const secret = openaiKey('argument');
  const held = { provider: 'openai', fingerprint: keyPrint(secret, 'salt'), from: 'command-line' };
  expect(read(['/srv/x', `--api-key=${secret}`]).keys).toEqual([{ name: '--api-key', ...held }]);
  expect(read(['/srv/x', '--api-key', secret]).keys).toEqual([{ name: '--api-key', ...held }]);
  expect(read(['/srv/x', 'ask', secret]).keys).toEqual([{ name: null, ...held }]);
});

describe('a command of a model', () => {
  test.each([
    [['claude'], '/usr/bin/node', 'claude', false],
    [['claude', '-p', 'say'], '/usr/bin/node', 'claude', true],
    [['node', '/usr/local/bin/claude', '--print', 'say'], '/usr/bin/node', 'claude', true],
    [
      ['node', '/usr/lib/node_modules/@anthropic-ai/claude-code/cli.js'],
      '/usr/bin/node',
      '@anthropic-ai/claude-code',
      false,
    ],
    [['/usr/bin/codex', 'exec', 'say'], '/usr/bin/codex', 'codex', true],
    [['python3', '-m', 'aider', '--message', 'say'], '/usr/bin/python3', 'aider', true],
    [['ollama', 'serve'], '/usr/local/bin/ollama', 'ollama', false],
  ])('%j', (words, exe, name, isHeadless) => {
    expect(read(words, exe).command).toEqual({ name, isHeadless });
  });

  test('is none of another program', () => {
    expect(read(['node', 'server.js', 'claude'], '/usr/bin/node').command).toBeNull();
  });
});
