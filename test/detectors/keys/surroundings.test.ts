import { describe, expect, test } from 'vitest';
import { Surroundings } from '../../../src/detectors/keys/surroundings.ts';

const value = 'V4lu3V4lu3V4lu3V4lu3';

function around(text: string): Surroundings {
  const start = text.indexOf(value);
  return new Surroundings(text, start, start + value.length);
}

describe('what binds a value', () => {
  test.each([
    [`MISTRAL_API_KEY=${value}`, 'MISTRAL_API_KEY'],
    [`MISTRAL_API_KEY = "${value}"`, 'MISTRAL_API_KEY'],
    [`export MISTRAL_API_KEY='${value}' # note`, 'MISTRAL_API_KEY'],
    [`const mistralKey = '${value}';`, 'mistralKey'],
    [`const mistralKey: string = \`${value}\`;`, 'mistralKey'],
    [`private static final String MISTRAL_KEY = "${value}";`, 'MISTRAL_KEY'],
    [`let key: &'static str = "${value}";`, 'key'],
    [`api_key := "${value}"`, 'api_key'],
    [`client = Mistral(api_key="${value}")`, 'api_key'],
    [`new Mistral({ apiKey: "${value}" })`, 'apiKey'],
    [`{ "apiKey": "${value}" }`, 'apiKey'],
    [`"{ \\"apiKey\\": \\"${value}\\" }"`, 'apiKey'],
    [`:api_key => "${value}"`, 'api_key'],
    [`os.environ["MISTRAL_API_KEY"] = "${value}"`, 'MISTRAL_API_KEY'],
    [`process.env.MISTRAL_API_KEY ||= '${value}'`, 'MISTRAL_API_KEY'],
    [`os.getenv("MISTRAL_API_KEY", "${value}")`, 'MISTRAL_API_KEY'],
    [`key: \${MISTRAL_API_KEY:-${value}}`, 'MISTRAL_API_KEY'],
    [`curl -H "Authorization: Bearer ${value}" https://x`, 'Authorization'],
    [`headers = {"Authorization": f"Bearer ${value}"}`, 'Authorization'],
    [`curl -H 'x-api-key: ${value}'`, 'x-api-key'],
    [`https://x/v1?api_key=${value}&n=1`, 'api_key'],
    [`run --api-key ${value} now`, '--api-key'],
    [`"--api-key", "${value}"`, '--api-key'],
    [`ENV MISTRAL_API_KEY ${value}`, 'MISTRAL_API_KEY'],
    [`wandb login ${value}`, 'wandb login'],
    [`<apiKey>${value}</apiKey>`, 'apiKey'],
    [`<add key="MistralKey" value="${value}" />`, 'MistralKey'],
    [`- name: MISTRAL_API_KEY\n  value: "${value}"`, 'MISTRAL_API_KEY'],
    [`{ "name": "Authorization", "value": "Bearer ${value}" }`, 'Authorization'],
    [`variable "mistral_api_key" {\n  default = "${value}"\n}`, 'mistral_api_key'],
    [`mistral.api.key=${value}`, 'mistral.api.key'],
    [`api_key: >-\n  ${value}`, 'api_key'],
    [`const key =\n  '${value}';`, 'key'],
    [`see ${value} there`, null],
    [value, null],
  ])('%s', (text, name) => expect(around(text).name).toBe(name));
});

describe('what encloses a value', () => {
  test.each([
    [`new Mistral({ apiKey: "${value}" })`, 'Mistral'],
    [`mistral:\n  retries: 2\n  api_key: ${value}`, 'mistral'],
    [`[other]\nx = 1\n[providers.mistral]\napi_key = "${value}"`, 'providers.mistral'],
    [`{ "mistral": { "options": { "key": "${value}" } } }`, 'mistral'],
    [`<mistral>\n  <key>${value}</key>\n</mistral>`, 'mistral'],
  ])('%s', (text, name) => expect(around(text).above.map((one) => one.name)).toContain(name));

  test('brackets that are closed enclose nothing', () =>
    expect(around(`call(a); other({}); key = "${value}"`).above).toEqual([]));
});

test('a line of megabytes is looked around once, and quickly', () => {
  const text = `${'x'.repeat(2_000_000)} key="${value}" ${'y'.repeat(2_000_000)}`;
  const before = process.cpuUsage().user;
  expect(around(text).near.length).toBeLessThan(4000);
  expect(process.cpuUsage().user - before).toBeLessThan(500_000);
});
