import { describe, expect, test } from 'vitest';
import { modelNames } from '../../src/detectors/constant.ts';
import type { Value } from '../../src/model/fact.ts';
import { loadCompiled } from '../../src/ruleset/load.ts';

const rules = loadCompiled();

function named(path: string, module = 'some.sdk'): readonly string[] {
  const value: Value = { kind: 'ref', ref: { module, path }, at: { line: 1, column: 1 } };
  return modelNames(value, rules).texts;
}

describe('constants of SDKs that name a model', () => {
  test.each([
    ['GPT4oMini', 'gpt-4o-mini'],
    ['GPT3Dot5Turbo', 'gpt-3.5-turbo'],
    ['ChatModelGPT4o', 'gpt-4o'],
    ['ChatModel.GPT_4O_MINI', 'gpt-4o-mini'],
    ['ChatModel.GPT_3_5_TURBO', 'gpt-3.5-turbo'],
    ['OpenAiChatModelName.GPT_4_O_MINI.toString()', 'gpt-4o-mini'],
    ['ModelClaude3_5HaikuLatest', 'claude-3-5-haiku-latest'],
    ['Model.CLAUDE_SONNET_4_5', 'claude-sonnet-4-5'],
  ])('%s is %s', (path, model) => {
    expect(named(path)).toEqual([model]);
  });

  test('what no vendor has is no model, and neither is a name of the file itself', () => {
    expect(named('ChatModel.FROM_SETTINGS')).toEqual([]);
    expect(named('GPT4oMini', '')).toEqual([]);
  });
});
