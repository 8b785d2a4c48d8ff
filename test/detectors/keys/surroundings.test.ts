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
    [`$env:MISTRAL_API_KEY = "${value}"`, 'MISTRAL_API_KEY'],
    [`$script:MistralApiKey = '${value}'`, 'MistralApiKey'],
    [`heroku config:set MISTRAL_API_KEY=${value}`, 'MISTRAL_API_KEY'],
    [`builder.Configuration["Mistral:ApiKey"] = "${value}";`, 'Mistral:ApiKey'],
    [`<key>MistralKey</key>\n<string>${value}</string>`, 'MistralKey'],
    [`<string name="mistral_key">${value}</string>`, 'mistral_key'],
    [`<string name="a">b</string>\n<string name="mistral_key">\n  ${value}\n</string>`, 'mistral_key'],
    [`<setting name="MistralKey"><value>${value}</value></setting>`, 'MistralKey'],
    [`<property><name>mistral.key</name><value>${value}</value></property>`, 'mistral.key'],
    [`<meta-data android:name="mistral_key" android:value="${value}" />`, 'mistral_key'],
    [`mistral_key: SecretStr = SecretStr("${value}")`, 'mistral_key'],
    [`mistralKey: z.string().default("${value}")`, 'mistralKey'],
    [`add_argument("--mistral-key", default="${value}")`, '--mistral-key'],
    [`env::var("MISTRAL_KEY").unwrap_or("${value}".into())`, 'MISTRAL_KEY'],
    [`new Client(new AzureKeyCredential("${value}"))`, 'AzureKeyCredential'],
    [`Model.builder().apiKey("${value}").build()`, 'apiKey'],
    [`new Mistral("${value}")`, null],
    [`| Mistral key | \`${value}\` |`, 'Mistral key'],
    [`Mistral API key: ${value}`, 'Mistral API key'],
    [`(setq mistral-api-key "${value}")`, 'mistral-api-key'],
    [`gh secret set MISTRAL_KEY --body ${value}`, 'secret set MISTRAL_KEY'],
    [`gh secret set --repo a/b --body "${value}" MISTRAL_KEY`, 'secret set MISTRAL_KEY'],
    [`echo "${value}" | gh secret set MISTRAL_KEY`, 'secret set MISTRAL_KEY'],
    [`put --name /x/mistral-key \\\n  --value "${value}"`, '/x/mistral-key'],
    [`llm keys set mistral --value ${value}`, 'keys set mistral'],
    [`machine api.mistral.ai\n  login me\n  password ${value}`, 'password'],
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
    [`<a>x</a><provider name="mistral"><apiKey>${value}</apiKey></provider>`, 'mistral'],
    [`MistralAiChatModel.builder()\n  .logs(true)\n  .apiKey("${value}")`, 'MistralAiChatModel.builder.logs.apiKey'],
    [`mistral-cli --api-key ${value}`, 'mistral-cli'],
  ])('%s', (text, name) => expect(around(text).above.map((one) => one.name)).toContain(name));

  test('brackets that are closed enclose nothing', () =>
    expect(around(`call(a); other({}); key = "${value}"`).above).toEqual([]));
});

describe('what is said beside a value of whose it is', () => {
  test.each([
    [`{ "provider": "mistral", "options": { "provider": "x" }, "apiKey": "${value}" }`, ['mistral']],
    [`[{ "provider": "other" }, { "apiKey": "${value}", "provider": "mistral" }]`, ['mistral']],
    [`- provider: other\n  n: 1\n- provider: mistral\n  api_key: ${value}\n- provider: next`, ['mistral']],
    [`params:\n  model: mistral/large\n  api_key: ${value}`, ['mistral']],
    [`load(model="mistral/large", api_key="${value}")`, ['mistral']],
    [`load(model="mistral-large", api_key="${value}")`, []],
    [`{ "provider": "router", "model": "mistral/large", "apiKey": "${value}" }`, ['router']],
    [`[llm]\nprovider = mistral\napi_key = ${value}\n\n[next]\nprovider = other`, ['mistral']],
    [`LLM_PROVIDER=mistral\nLLM_API_KEY=${value}`, ['mistral']],
    [`LLM_PROVIDER=mistral\nMAIL_API_KEY=${value}`, []],
    [`<model provider="mistral" apiKey="${value}"/>`, ['mistral']],
  ])('%s', (text, beside) => expect(around(text).beside).toEqual(beside));
});

describe('where the constant that holds a value is used', () => {
  test.each([
    [`const key = "${value}";\nnew Mistral({ apiKey: key });`, ['apiKey']],
    [`const apiKey = "${value}";\nnew Mistral({ apiKey });`, ['apiKey']],
    [`API_KEY = "${value}"\n\nMistral(api_key=API_KEY)`, ['api_key']],
    [`KEY = "${value}"\nos.environ["MISTRAL_KEY"] = KEY`, ['MISTRAL_KEY']],
    [`TOKEN = "${value}"\nheaders = {"Authorization": f"Bearer {TOKEN}"}`, ['Authorization']],
    [`params = { api_key: "${value}" }\nsearch(params)`, ['api_key']],
    [`key = "${value}"\nother.key\nload(key=1)\n{ key: 2 }`, []],
  ])('%s', (text, names) => expect(around(text).uses.map(({ name }) => name)).toEqual(names));
});

test('a line of megabytes is looked around once, and quickly', () => {
  const text = `${'x'.repeat(2_000_000)} key="${value}" ${'y'.repeat(2_000_000)}`;
  const before = process.cpuUsage().user;
  expect(around(text).near.length).toBeLessThan(4000);
  expect(process.cpuUsage().user - before).toBeLessThan(2000000);
});
