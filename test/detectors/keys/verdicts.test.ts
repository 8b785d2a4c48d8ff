import { describe, expect, test } from 'vitest';
import type { KeyEvidence } from '../../../src/model/evidence.ts';
import { expand } from '../../../src/ruleset/template.ts';
import { keysIn } from '../../rules/kinds.ts';

async function only(text: string): Promise<KeyEvidence | undefined> {
  const found = await keysIn('notes.txt', text);
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0];
}

describe('a shape that several vendors share', () => {
  const hex = expand('sk-{{uuid4hex}}', 'shared');
  const long = expand('sk-{{alnum:48}}', 'shared');

  test('is one of several, where nothing tells', async () => {
    expect(await only(`key = "${hex}"\n`)).toMatchObject({
      provider: null,
      oneOf: ['alibaba-cloud', 'deepseek'],
      type: 'dashscope|deepseek',
      title: 'API key of Alibaba Cloud Model Studio or DeepSeek',
    });
  });

  test.each([
    ['its variable', `DEEPSEEK_API_KEY=${hex}`, 'deepseek'],
    ['its variable of another vendor', `DASHSCOPE_API_KEY=${hex}`, 'alibaba-cloud'],
    ['the host beside it', `curl https://api.deepseek.com/v1/models -H "Authorization: Bearer ${hex}"`, 'deepseek'],
    ['the class that it is handed to', `client = DeepSeek(api_key="${hex}")`, 'deepseek'],
    ['the section that it stands in', `[deepseek]\napi_key = ${hex}`, 'deepseek'],
    ['a comment beside it', `# DeepSeek\nkey = "${hex}"`, 'deepseek'],
    ['another shape, by its variable', `MOONSHOT_API_KEY=${long}`, 'moonshot'],
  ])('is of the vendor that %s names', async (_title, text, provider) => {
    expect(await only(`${text}\n`)).toMatchObject({ provider, oneOf: [] });
  });

  test('is never guessed: a vendor elsewhere in the file decides nothing for what only a prefix tells', async () => {
    const found = await only(`import stability\n${'\n'.repeat(40)}key = "${long}"\n`);
    expect(found?.provider).toBeNull();
    expect(found?.oneOf).toEqual(expect.arrayContaining(['moonshot', 'stability']));
  });
});

describe('a shape that is anybody’s', () => {
  const hex = expand('{{hex:32}}', 'anybody');

  test.each([
    ['a name for the vendor and a credential', `assemblyai_api_key = "${hex}"`, true],
    ['a name for the vendor alone', `assemblyai_index = "${hex}"`, false],
    ['a name for a hash', `assemblyai_commit_hash = "${hex}"`, false],
    ['a name for a credential alone', `secret = "${hex}"`, false],
    ['nothing', `assemblyai\n${hex}\n`, false],
  ])('counts by what binds it: %s', async (_title, text, counts) => {
    expect((await only(`${text}\n`)) !== undefined).toBe(counts);
  });
});

describe('what a key is handed to', () => {
  const values = {
    mistral: expand('{{alnum:32}}', 'handed'),
    together: expand('{{hex:64}}', 'handed'),
    uuid: expand('{{uuid}}', 'handed'),
    hex: expand('{{hex:40}}', 'handed'),
    azure: expand('{{hex:32}}', 'handed'),
  };

  test.each([
    ['a client', `from together import Together\nc = Together(api_key="${values.together}")`, 'together'],
    ['a client, by its place', `import Exa from 'exa-js';\nconst exa = new Exa("${values.uuid}");`, 'exa'],
    [
      'a function that is imported',
      `import { createClient } from '@deepgram/sdk';\ncreateClient("${values.hex}");`,
      'deepgram',
    ],
    [
      'a builder',
      `import dev.langchain4j.model.mistralai.MistralAiChatModel;\nMistralAiChatModel.builder().apiKey("${values.mistral}");`,
      'mistral',
    ],
    [
      'a client, as a constant',
      `from mistralai import Mistral\nAPI_KEY = "${values.mistral}"\n${'\n'.repeat(9)}client = Mistral(api_key=API_KEY)`,
      'mistral',
    ],
    [
      'a client, as a credential that is made of it',
      `using Azure.AI.OpenAI;\nvar cred = new AzureKeyCredential("${values.azure}");\nvar client = new AzureOpenAIClient(uri, cred);`,
      'azure-openai',
    ],
    ['an attribute of a module', `import assemblyai as aai\naai.settings.api_key = "${values.azure}"`, 'assemblyai'],
  ])('says whose it is: %s', async (_title, text, provider) => {
    expect(await only(`${text}\n`)).toMatchObject({ provider, oneOf: [] });
  });

  test.each([
    ['a client of somebody else', `from acme import Client\nimport exa_py\nc = Client(api_key="${values.uuid}")`],
    ['what asks for a thing by its id', `import weaviate\nweaviate.collection("${expand('{{alnum:40}}', 'id')}")`],
    ['a vendor that stands beside something else', `{ "provider": "mistral", "digest": "${values.mistral}" }`],
    ['a vendor beside the key of another', `{ "provider": "mistral" }, { "apiKey": "${values.mistral}" }`],
  ])('or does not: %s', async (_title, text) => expect(await only(`${text}\n`)).toBeUndefined());
});

describe('the name of a class', () => {
  test.each([
    'mistral_key_value = TensorParallelMultiAdapterLinear.load(config)',
    '("mistral_key", "Mistral3ForConditionalGeneration")',
    '{ "mistral": "Mistral3ForConditionalGeneration" }',
  ])('is no key: %s', async (text) => expect(await only(`${text}\n`)).toBeUndefined());
});

describe('what only looks like a key', () => {
  const drawn = expand('k{{alnum:30}}', 'called');
  test.each([
    ['the name of a model', 'import crewai_cli.catalog as mc\nversion = mc._version_key("claude-3-5-sonnet-20241022")'],
    ['the name of a function', '["build_env_with_all_tool_credentials", "extract_available_exports"]'],
    ['an object whose member follows', `CREWAI_API_KEY = ${drawn}.set(name)`],
    ['a function that is called', `CREWAI_API_KEY = ${drawn}(name)`],
  ])('is no key: %s', async (_, code) => expect(await only(`from crewai import Crew\n${code}\n`)).toBeUndefined());

  test('is no digest of a lock file', async () => {
    const digest = expand('{{hex:40}}', 'lock');
    const lock = `resolved "https://registry.example/cohere/-/cohere-1.2.3.tgz#${digest}"\n`;
    expect(await only(lock)).toBeUndefined();
  });
});

test('a key stands where it is written, not where its constant is used', async () => {
  const key = expand('AIzaSy{{b64url:33}}', 'place');
  const found = await only(
    `class A {\n  String GOOGLE_API_KEY = "${key}";\n  String url = "https://x/v1?key=" + GOOGLE_API_KEY;\n}\n`,
  );
  expect(found).toMatchObject({ line: 2, name: 'GOOGLE_API_KEY' });
});

describe('a key of Google', () => {
  const key = expand('AIzaSy{{b64url:33}}', 'google');

  test('that nothing ties to its models may be one of a map', async () =>
    expect(await only(`const settings = { googleKey: '${key}' };\n`)).toMatchObject({ proof: 'shape' }));
  test('that is bound as one of Gemini is none', async () =>
    expect(await only(`const settings = { geminiKey: '${key}' };\n`)).toMatchObject({ proof: 'context' }));
});

describe('a macro', () => {
  test('names the vendor of a key whose shape is shared', async () => {
    const key = expand('sk-{{alnum:48}}', 'macro');
    expect(await only(`#define MOONSHOT_API_KEY "${key}"\n`)).toMatchObject({ provider: 'moonshot' });
  });
});

describe('what proves a key', () => {
  const sum = expand('{{crc32-base64url}}sk-ant-api03-{{b64url:85}}{{pick:A|Q|g|w}}{{/}}', 'proof');

  test('a checksum', async () => expect(await only(`k=${sum}`)).toMatchObject({ proof: 'structure' }));

  test('a name beside it', async () => {
    const key = expand('fw_{{alnum:24}}', 'proof');
    expect(await only(`FIREWORKS_API_KEY=${key}`)).toMatchObject({ proof: 'context' });
    expect(await only(`k = "${key}"`)).toMatchObject({ proof: 'shape' });
  });

  test('a checksum outweighs what its letters spell', async () => {
    const spelled = expand('{{crc32-base62:4}}ghp_{{alnum:20}}example{{alnum:3}}{{/}}', 'proof');
    expect(await only(`GITHUB_TOKEN=${spelled}`)).toMatchObject({ type: 'github-pat-classic', grants: 'account' });
  });
});

describe('until when a key is good', () => {
  const token = (claims: object): string =>
    expand(
      `{{base64url}}{"alg":"ES256"}{{/}}.{{base64url}}${JSON.stringify({ iss: 'SF:1049', kid: '{{digits:12}}', ...claims })}{{/}}.{{b64url:86}}`,
      'expiry',
    );

  test('it says itself', async () =>
    expect(await only(`SNOWFLAKE_PAT=${token({ exp: 1_767_225_600 })}`)).toMatchObject({
      expires: '2026-01-01T00:00:00Z',
    }));

  test('or does not', async () => expect(await only(`SNOWFLAKE_PAT=${token({})}`)).toMatchObject({ expires: null }));
});

describe('what stands for a key', () => {
  test.each([
    'OPENAI_API_KEY=sk-proj-your-key-goes-here-please-replace-it-with-yours-T3BlbkFJ-and-so-on-and-on',
    `GROQ_API_KEY=gsk_${'x'.repeat(52)}`,
    `HF_TOKEN=hf_${'a'.repeat(34)}`,
    `XAI_API_KEY=xai-${'1234567890'.repeat(8)}`,
    'COHERE_API_KEY=<your cohere key of forty characters or so>',
    `MISTRAL_API_KEY=\${MISTRAL_API_KEY}`,
  ])('is none: %s', async (text) => expect(await only(`${text}\n`)).toBeUndefined());
});
