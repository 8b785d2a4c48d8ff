import { describe, expect, test } from 'vitest';
import { connection } from '../../src/detectors/connection.ts';
import { shownTarget } from '../../src/detectors/target.ts';
import { json } from '../../src/readers/json.ts';
import { toml } from '../../src/readers/toml.ts';
import { yaml } from '../../src/readers/yaml.ts';
import { documentOf, rules } from './world.ts';

function connected(text: string, file = '.mcp.json', reader = json): string[] {
  return [...connection(documentOf(reader, file, text), rules)].map((one) =>
    one.kind === 'connection' ? `${one.name}: ${one.target} @ ${one.line}:${one.column}` : one.kind,
  );
}

describe('servers are found', () => {
  test.each([
    [
      'by command',
      '{"mcpServers":{"git":{"command":"npx","args":["-y","git-mcp"]}}}',
      '.mcp.json',
      json,
      'git: npx -y git-mcp @ 1:23',
    ],
    ['by URL', '{"mcpServers":{"docs":{"url":"https://x.dev/mcp"}}}', 'a.json', json, 'docs: https://x.dev/mcp @ 1:24'],
    ['in an editor', '{"servers":{"git":{"command":"git-mcp"}}}', '.vscode/mcp.json', json, 'git: git-mcp @ 1:20'],
    ['in settings', '{"mcp":{"servers":{"git":{"command":"git-mcp"}}}}', 'settings.json', json, 'git: git-mcp @ 1:27'],
    [
      'with a list',
      '{"mcp":{"git":{"type":"local","command":["npx","git-mcp"]}}}',
      'opencode.json',
      json,
      'git: npx git-mcp @ 1:16',
    ],
    [
      'in TOML',
      '[mcp_servers.git]\ncommand = "npx"\nargs = ["git-mcp"]',
      'config.toml',
      toml,
      'git: npx git-mcp @ 2:1',
    ],
    [
      'in a YAML list',
      'mcp_servers:\n  - name: git\n    url: https://x.dev',
      'a.yaml',
      yaml,
      'git: https://x.dev @ 2:5',
    ],
    [
      'nested',
      '{"context_servers":{"git":{"command":{"path":"git-mcp"}}}}',
      'settings.json',
      json,
      'git: git-mcp @ 1:39',
    ],
  ])('%s', (_how, text, file, reader, found) => {
    expect(connected(text, file, reader)).toEqual([found]);
  });

  test.each([
    ['servers of an API', '{"servers":{"production":{"url":"https://x.dev"}}}', 'asyncapi.json'],
    ['a list of servers', '{"servers":[{"url":"https://x.dev"}]}', 'openapi.json'],
    ['a server without a way to reach it', '{"mcpServers":{"x":{"disabled":true}}}', '.mcp.json'],
    ['names', '{"mcpServers":["x"]}', '.mcp.json'],
  ])('not %s', (_what, text, file) => {
    expect(connected(text, file)).toEqual([]);
  });

  test('as a mention, whatever the file', () => {
    const [found] = connection(documentOf(json, '.mcp.json', '{"mcpServers":{"x":{"command":"y"}}}'), rules);
    expect(found).toMatchObject({ kind: 'connection', weight: 'mention', confidence: 'high', provider: null });
  });
});

describe('no credential is shown', () => {
  const secret = `q7${'zK4p'.repeat(6)}`;

  test.each([
    ['npx x --token KEY', 'npx x --token …'],
    ['npx x --api-key=KEY', 'npx x --api-key=…'],
    ['npx x --github-personal-access-token KEY', 'npx x --github-personal-access-token …'],
    ['docker run -e A=KEY -eB=KEY --env C=KEY --env=D=KEY i', 'docker run -e A=… -eB=… --env C=… --env=… i'],
    ['https://user:KEY@x.dev/mcp', 'https://x.dev/mcp'],
    ['https://x.dev/mcp?key=KEY&page=2#KEY', 'https://x.dev/mcp?key=…&page=…&…=…'],
    ['https://x.dev/s/KEY/mcp', 'https://x.dev/s/…/mcp'],
    ['jdbc:postgresql://user:KEY@db/shop', 'jdbc:postgresql://db/shop'],
    ['x --header X-Auth:KEY', 'x --header …'],
    ['x X-Auth:KEY', 'x X-Auth: …'],
    ['x Bearer KEY', 'x Bearer …'],
    ['x KEY', 'x …'],
  ])('%s', (line, shown) => {
    expect(shownTarget(line.replaceAll('KEY', secret).split(' '), rules.keys)).toBe(shown);
  });

  test('in a header that is one word', () => {
    expect(shownTarget(['x', '--header', 'Authorization: Bearer short'], [])).toBe('x --header …');
    expect(shownTarget(['x', 'Cookie: a=b c=d'], [])).toBe('x Cookie: …');
  });

  test('in a script that is one word', () => {
    expect(shownTarget(['sh', '-c', `x --token short -H "Authorization: Bearer short"`], [])).not.toContain('short');
  });

  test('that has the shape of a known key', () => {
    expect(shownTarget(['x', `mf-${'abcdefgh'.repeat(3)}`], rules.keys)).toBe('x …');
  });

  test('and values of the environment are not looked at', () => {
    const text = `{"mcpServers":{"x":{"command":"y","env":{"T":"${secret}"},"headers":{"H":"${secret}"}}}}`;
    expect(connected(text)).toEqual(['x: y @ 1:21']);
  });

  test('and what needs no hiding is shown', () => {
    const line =
      'npx -y @modelcontextprotocol/server-sequential-thinking@latest --port=8080 --allow-dir /srv/data C:\\tools\\x.exe';
    expect(shownTarget(line.split(' '), rules.keys)).toBe(line);
  });

  test('nor control characters, nor a page of text', () => {
    expect(shownTarget(['a\u001b[31m\nb', 'c'.repeat(50), ...Array<string>(100).fill('word')], [])).toMatch(
      /^a \[31m b c+ (word ?)+…$|^a \[31m b /,
    );
    expect(shownTarget(Array<string>(1000).fill('word'), []).length).toBeLessThan(310);
  });
});

test('words of a translation name no server', () => {
  const words = '{"mcpServers":{"form":{"command":"Befehl","args":"Argumente"}}}';
  expect(connected(words, 'src/i18n/locales/de/settings.json')).toEqual([]);
  expect(connected(words, 'src/settings.json')).toHaveLength(1);
});
