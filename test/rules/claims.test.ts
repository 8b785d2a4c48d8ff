import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { providerOfModel } from '../../src/detectors/provider.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { address, hostRule } from '../../src/text/host.ts';

const files = parseRules(readRules(join(import.meta.dirname, '../../rules')));
const rules = compile(files);
const { providers } = files;

/** What more than one file claims. */
function disputed(claims: readonly (readonly [string | number, string])[]): readonly string[] {
  const owners = new Map<string | number, Set<string>>();
  for (const [claim, id] of claims) owners.set(claim, (owners.get(claim) ?? new Set()).add(id));
  return [...owners].flatMap(([claim, ids]) => (ids.size > 1 ? `${claim}: ${[...ids].join(', ')}` : []));
}

const names = (list: readonly (string | { readonly name: string })[]): string[] =>
  list.map((one) => (typeof one === 'string' ? one : one.name));

describe('nothing belongs to two providers', () => {
  const hosts = [...providers, ...files.frameworks].flatMap(({ id, hosts: list }) =>
    list.map((host) => [typeof host === 'string' ? host : host.host, id] as const),
  );

  test('hosts', () => expect(disputed(hosts.filter(([host]) => host !== '*'))).toEqual([]));

  test('ports', () =>
    expect(disputed(providers.flatMap(({ id, ports }) => ports.map((port) => [port, id] as const)))).toEqual([]));

  test('variables', () =>
    expect(disputed(providers.flatMap(({ id, env }) => names(env).map((name) => [name, id] as const)))).toEqual([]));

  test('prefixes of models', () => {
    const spelled = providers.flatMap(({ id, ordinary, aliases }) =>
      [...(ordinary ? [] : [id]), ...aliases].map((alias) => [alias, id] as const),
    );
    expect(disputed(spelled)).toEqual([]);
  });

  test('packages', () => {
    const packages = providers.flatMap(({ id, packages: by }) =>
      Object.entries(by).flatMap(([ecosystem, list = []]) => list.map((name) => [`${ecosystem}:${name}`, id] as const)),
    );
    expect(disputed(packages)).toEqual([]);
  });

  test('the host of one is not within the pattern of another', () => {
    const exact = hosts.filter(([host]) => !host.includes('*'));
    const strangers = exact.flatMap(([host, id]) => {
      const found = hostRule({ host, port: null }, { ...rules, hosts: new Map() });
      return found && found.provider !== id ? `${host}: ${id}, ${found.provider}` : [];
    });
    // Azure served GitHub's models in the beginning, at a host that is GitHub's alone.
    expect(strangers).toEqual(['models.inference.ai.azure.com: github-models, azure-openai']);
  });
});

describe('credentials', () => {
  const services = (files.credentials ?? []).flatMap((file) => file.services);

  test('no variable opens two services', () => {
    const claims = services.flatMap(({ id, variables }) => names(variables).map((name) => [name, id] as const));
    expect(claims.length).toBeGreaterThan(300);
    expect(disputed(claims)).toEqual([]);
  });

  test('no variable is the key of a provider whose models it does not open, but for the login of a person', () => {
    const strangers = services.flatMap(({ id, kind, opens, variables }) =>
      names(variables).flatMap((name) => {
        const provider = rules.variables.get(name)?.provider ?? null;
        return provider === null || kind === 'personal' || opens.includes(provider)
          ? []
          : `${name}: ${id}, ${provider}`;
      }),
    );
    expect(strangers).toEqual([]);
  });

  test('they open models of providers that are known', () => {
    const known = new Set(providers.map(({ id }) => id));
    const opened = services.flatMap(({ opens, federation }) => [...opens, ...(federation?.providers ?? [])]);
    expect(opened.filter((id) => !known.has(id))).toEqual([]);
  });

  test('no login of a folder, and no action, belongs to two services', () => {
    const claims = services.flatMap(({ id, files: homes, logins }) =>
      [...homes, ...names(logins)].map((name) => [name, id] as const),
    );
    expect(disputed(claims)).toEqual([]);
  });
});

test('a host that begins or ends like that of a provider is nobody of the kind', () => {
  const known = [...rules.hosts.keys()];
  expect(known.length).toBeGreaterThan(300);
  for (const host of known) {
    const provider = rules.hosts.get(host)?.provider;
    for (const alike of [`${host}.evil.example`, `evil-${host}.example`, `evil.example/${host}`]) {
      const to = address(`https://${alike}/v1/chat/completions`);
      expect(to && hostRule(to, rules)?.provider).not.toBe(provider);
    }
  }
});

describe("a model's name tells one maker", () => {
  test.each([
    ['gpt-4o', 'openai'],
    ['o3-mini', 'openai'],
    ['text-embedding-3-small', 'openai'],
    ['claude-sonnet-4-5', 'anthropic'],
    ['gemini-2.5-flash', 'google'],
    ['mistral-large-latest', 'mistral'],
    ['codestral-2501', 'mistral'],
    ['command-r-plus', 'cohere'],
    ['deepseek-chat', 'deepseek'],
    ['qwen-max', 'alibaba-cloud'],
    ['grok-4', 'xai'],
    ['glm-4.6', 'zai'],
    ['kimi-k2-turbo-preview', 'moonshot'],
    ['sonar-pro', 'perplexity'],
    ['amazon.nova-pro-v1:0', 'aws-bedrock'],
    ['nova-2-lite-v1', 'amazon-nova'],
    ['nova-3', 'deepgram'],
    ['nova-2-medical', 'deepgram'],
    ['jamba-large', 'ai21'],
    ['palmyra-x5', 'writer'],
    ['reka-flash', 'reka'],
    ['solar-pro2', 'upstage'],
    ['yi-lightning', 'lingyi-01ai'],
    ['ernie-4.5-turbo-32k', 'baidu-qianfan'],
    ['hunyuan-turbos-latest', 'tencent-hunyuan'],
    ['doubao-seed-1-6', 'volcengine-ark'],
    ['step-2-16k', 'stepfun'],
    ['GigaChat-2-Max', 'gigachat'],
    ['sabia-4', 'maritaca'],
    ['mercury-2', 'inception'],
    ['voyage-3.5', 'voyage'],
    ['mxbai-embed-large-v1', 'mixedbread'],
    ['nomic-embed-text-v1.5', 'nomic'],
    ['zerank-1', 'zeroentropy'],
    ['eleven_multilingual_v2', 'elevenlabs'],
    ['flux-general-en', 'deepgram'],
    ['flux-pro-1.1', 'black-forest-labs'],
    ['stable-diffusion-xl-1024-v1-0', 'stability'],
    ['gen4_turbo', 'runway'],
    ['ray-2', 'luma'],
    ['v0-1.5-md', 'v0'],
  ])('%s: %s', (name, maker) => {
    const makers = new Set(rules.models.filter(({ pattern }) => pattern.test(name)).map(({ provider }) => provider));
    expect([...makers]).toEqual([maker]);
  });

  test.each([
    'small',
    'default',
    'ray-tracer',
    'gen-4',
    'nova',
    'flux',
    'step',

    'solar',
    'yi',
    'photon',
    'mercury-rising',
    'my-model',
    'triage',
    'llama-local',
    'seed-42',
    'point-1',
  ])('a word of everyday speech tells none: %s', (name) => expect(providerOfModel(name, rules)).toBeNull());
});

test.each([
  'base',
  'inference',
  'local',
  'friendly',
  'abacus',
  'ambient',
  'bland',
  'continue',
  'factory',
  'infinity',
  'jan',
  'jasper',
  'lambda',
  'leonardo',
  'lilac',
  'models',
  'modal',
  'you',
  'ray',
  'did',
  'apple',
  'contextual',
  'smallest',
  'copilot',
  'retell',
  'rime',
  'runway',
  'subconscious',
  'synthetic',
  'topaz',
  'unify',
  'writer',
  'data',
  'custom',
  'solar',
  'agent',
])('%s/large names nobody', (word) => expect(providerOfModel(`${word}/large`, rules)).toBeNull());

test.each([
  ['together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo', 'together'],
  ['azure_ai/Phi-4', 'azure-openai'],
  ['google_genai:gemini-2.5-flash', 'google'],
  ['bedrock_converse:anthropic.claude-3-5-sonnet', 'aws-bedrock'],
  ['featherless_ai/Qwen/Qwen3-32B', 'featherless'],
  ['arcee-ai/trinity-mini', 'arcee'],
  ['nousresearch/hermes-4-405b', 'nous-research'],
  ['friendliai/meta-llama-3.1-8b-instruct', 'friendli'],
  ['oci/xai.grok-4', 'oracle-oci-genai'],
  ['snowflake/mistral-7b', 'snowflake-cortex'],
])('%s is asked of %s', (name, provider) => expect(providerOfModel(name, rules)).toBe(provider));
