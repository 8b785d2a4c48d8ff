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
