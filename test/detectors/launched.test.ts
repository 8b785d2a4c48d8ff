import { expect, test } from 'vitest';
import { launched } from '../../src/detectors/launched.ts';

test.each<[string, string[], string]>([
  ['npx', ['-y', '@acme/files@1.2.3', '--root', '/'], '@acme/files'],
  ['npx -y @acme/files', [], '@acme/files'],
  ['C:\\node\\npx.cmd', ['@acme/files'], '@acme/files'],
  ['cmd', ['/c', 'npx', '-y', 'files'], 'files'],
  ['uvx', ['--from', 'git+https://example.com/x', 'mcp-server-git'], 'mcp-server-git'],
  ['uv', ['run', '--directory', '/srv', 'server.py'], 'server.py'],
  ['python3.12', ['-m', 'acme.server'], 'acme.server'],
  ['docker', ['run', '-i', '--rm', '-e', 'TOKEN', 'mcp/git'], 'mcp/git'],
  ['/usr/bin/node', ['build/index.js'], 'build/index.js'],
  ['npx', ['-y'], 'npx'],
  ['npx', [], 'npx'],
  ['./bin/server', ['npx'], './bin/server'],
  ['', [], ''],
])('%j with %j starts %s', (command, given, name) => {
  expect(launched(command, given)).toBe(name);
});
