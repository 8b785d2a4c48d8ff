import { expect, test } from 'vitest';
import { FrameworkFile, ProviderFile, SdkFile } from '../../src/ruleset/schema.ts';
import { words } from '../../src/ruleset/words.ts';

/** The words that a made-up agent with one command asks for. */
function wordsOf(command: unknown): readonly string[] {
  const file = FrameworkFile.parse({
    id: 'helper',
    name: 'Helper',
    docs: 'https://helper.dev',
    commands: [command],
    examples: [{ title: 'none', file: 'a.txt', code: '', uses: [] }],
  });
  return words({ providers: [], frameworks: [file], sdks: [], credentials: [], checks: [] }).map(
    ({ text, edge }) => `${text} ${edge}`,
  );
}

test('a command is looked for by its name, as a word', () => {
  expect(wordsOf({ name: 'helper', arguments: ['-p'] })).toContain('helper word');
});

test('a command with words of its own is looked for by those alone', () => {
  const found = wordsOf({ name: 'pi', arguments: ['-p'], keywords: ['pi -p', "|'pi'|"] });
  expect(found).toEqual(expect.arrayContaining(['pi -p free', "'pi' word"]));
  expect(found).not.toContain('pi word');
});

const examples = [{ title: 'none', file: 'a.txt', code: '', uses: [] }];

/** The words that a made-up provider asks for. */
function wordsOfProvider(more: object): readonly string[] {
  const head = { id: 'acme', name: 'Acme', docs: 'https://acme.dev' };
  const provider = ProviderFile.parse({ ...head, examples, ...more });
  return words({ providers: [provider], frameworks: [], sdks: [], credentials: [], checks: [] }).map(
    ({ text }) => text,
  );
}

test('a host that answers programs is looked for, those of consoles and chats are not', () => {
  const found = wordsOfProvider({
    hosts: ['api.acme.dev', { host: 'console.acme.dev', kind: 'console' }, { host: 'chat.acme.dev', kind: 'chat' }],
  });
  expect(found).toContain('api.acme.dev');
  expect(found.filter((word) => /console|chat/.test(word))).toEqual([]);
});

test('a shared host is looked for, unless one of its paths is', () => {
  const hosts = [{ host: '*.warehouse.dev', paths: ['/api/cortex'], shared: true }];
  expect(wordsOfProvider({ hosts })).toContain('warehouse.dev');
  expect(wordsOfProvider({ hosts, keywords: ['/api/cortex'] })).not.toContain('warehouse.dev');
  expect(wordsOfProvider({ hosts, keywords: ['acme'] })).toContain('warehouse.dev');
});

test('a host that a keyword finds already is not looked for', () => {
  const hosts = ['*.acme-runtime.*.clouds.com', 'api.acme.dev'];
  expect(wordsOfProvider({ hosts, keywords: ['acme-runtime'] })).toEqual(
    expect.arrayContaining(['acme-runtime', 'api.acme.dev']),
  );
  expect(wordsOfProvider({ hosts, keywords: ['acme-runtime'] })).not.toContain('clouds.com');
});

test("modules of a carrier are everybody's, in its SDKs as well", () => {
  const head = { name: 'Requests', docs: 'https://requests.dev', examples };
  const symbols = [{ modules: ['netrequest'], names: ['get'], role: 'transport' }];
  const file = { providers: [], credentials: [], checks: [] };
  for (const kind of ['transport', 'agent']) {
    const found = words({
      ...file,
      frameworks: [FrameworkFile.parse({ ...head, id: 'requests', kind, symbols: [] })],
      sdks: [SdkFile.parse({ ...head, id: 'requests-ruby', of: 'requests', languages: ['ruby'], symbols })],
    });
    expect(found.some(({ text }) => text === 'netrequest')).toBe(kind === 'agent');
  }
});
