import { describe, expect, test } from 'vitest';
import { baseUrl, environmentOf } from '../../../src/sources/host/environment.ts';
import { keyPrint } from '../../../src/text/fingerprint.ts';
import { openaiKey } from '../../key.ts';
import { rules, scanAt } from '../../world.ts';
import { makeTree } from '../tree.ts';

function read(settings: Readonly<Record<string, string>>, salt = 'test') {
  const text = Object.entries(settings).map(([name, value]) => `${name}=${value}\0`);
  return environmentOf(text.join(''), rules(), salt);
}

describe('a key in an environment', () => {
  const key = openaiKey('environment');

  test('has the fingerprint that it has in a file', async () => {
    const report = await scanAt([makeTree({ '.env': `OPENAI_API_KEY=${key}\n`, 'a.md': 'x' })], { salt: 'test' });
    const [found] = read({ OPENAI_API_KEY: key }).keys;
    expect(found?.fingerprint).toHaveLength(32);
    expect(JSON.stringify(report)).toContain(found?.fingerprint);
  });

  test('is told by its shape, whatever it is called and whatever is around', () => {
    const fingerprint = keyPrint(key, 'test');
    expect(read({ BOT_SECRET: key }).keys).toEqual([
      { name: 'BOT_SECRET', provider: 'openai', fingerprint, from: 'environment' },
    ]);
    expect(read({ OPENAI_API_KEY: `Bearer ${key}` }).keys[0]?.fingerprint).toBe(fingerprint);
    expect(read({ OPENAI_API_KEY: ` ${key}\n` }).keys[0]?.fingerprint).toBe(fingerprint);
  });

  test('is another under another salt', () => {
    expect(read({ OPENAI_API_KEY: key }, 'a').keys).not.toEqual(read({ OPENAI_API_KEY: key }, 'b').keys);
  });

  test.each(['EMPTY', 'not-needed', 'sk-your-openai-key-goes-here', 'x'.repeat(40)])(
    '%s has a name and no fingerprint',
    (value) => {
      expect(read({ OPENAI_API_KEY: value }).keys).toEqual([
        { name: 'OPENAI_API_KEY', provider: 'openai', fingerprint: null, from: 'environment' },
      ]);
    },
  );

  test('is none where the variable is empty, or is set for other reasons too', () => {
    const ambiguous = [...rules().variables.values()].find((one) => one.ambiguous && one.role === 'key')?.name ?? '';
    expect(read({ OPENAI_API_KEY: '', [ambiguous]: 'a', PATH: '/bin' }).keys).toEqual([]);
  });

  test('is nowhere in what is kept', () => {
    expect(
      JSON.stringify(read({ OPENAI_API_KEY: key, OTHER: key, OPENAI_BASE_URL: `https://u:${key}@h.example` })),
    ).not.toContain(key.slice(8, 28));
  });
});

test.each([
  ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
  ['https://user:pass@llm.example.com/v1/?key=secret#x', 'https://llm.example.com/v1'],
  ['https://llm.example.com/t/a8f3k2m9q4x7b1c6d5/v1', 'https://llm.example.com/t/…/v1'],
  ['127.0.0.1:11434', 'http://127.0.0.1:11434'],
  ['[::1]:11434', 'http://[::1]:11434'],
  ['0.0.0.0', null],
  ['file:///etc/passwd', null],
  ['not a url', null],
])('%s is shown as %s', (value, shown) => {
  expect(baseUrl(value)).toBe(shown);
});

describe('the name of a service', () => {
  test.each([
    [{ OTEL_SERVICE_NAME: 'support-bot', K_SERVICE: 'other' }, 'support-bot'],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=a,service.name=bot', K_SERVICE: 'other' }, 'bot'],
    [{ AWS_LAMBDA_FUNCTION_NAME: 'triage' }, 'triage'],
    [{ OTEL_SERVICE_NAME: '\u001b[31m' }, null],
    [{ OTEL_SERVICE_NAME: openaiKey('name') }, null],
    [{}, null],
  ])('%#', (settings, name) => {
    expect(read(settings).serviceName).toBe(name);
  });
});
