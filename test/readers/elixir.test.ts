import { describe, expect, test } from 'vitest';
import { handed, named, readAs } from './facts.ts';

const ex = (text: string) => readAs('main.ex', text);

describe('modules', () => {
  test.each([
    ['by their full name', 'AI.Chat.ask(1)'],
    ['by an alias', 'alias AI.Chat\nChat.ask(1)'],
    ['by an alias of several', 'alias AI.{Text, Chat}\nChat.ask(1)'],
    ['by another name', 'alias AI.Chat, as: Talk\nTalk.ask(1)'],
    ['through a member of an alias', 'alias AI.Chat\nalias AI, as: A\nA.Chat.ask(1)'],
  ])('are found %s', async (_title, text) => {
    expect(named(await ex(text), 'ask').map((call) => call.split(':')[0])).toEqual(['AI#Chat.ask']);
  });

  test('of the file itself are no others', async () => {
    const text = 'defmodule AI.Chat do\n  def ask(x), do: x\nend\nAI.Chat.ask(1)';
    expect(named(await ex(text), 'ask')).toEqual([]);
  });

  test('say what they use as a decorator does', async () => {
    const { facts } = await ex('defmodule A do\n  use AI.Agent, name: "a", tools: [B]\nend');
    expect(facts).toContainEqual(
      expect.objectContaining({ kind: 'decorator', ref: { module: 'AI', path: 'Agent' }, target: 'A' }),
    );
  });

  test('lend their functions to those that use or import them', async () => {
    expect(named(await ex('defmodule A do\n  use AI.Client\n  def f(x), do: ask(x)\nend'), 'ask')[0]).toContain(
      'AI.Client',
    );
  });
});

describe('arguments', () => {
  test.each([
    ['a pipeline', '1 |> AI.ask(2)', { 0: '1', 1: '2' }],
    ['keywords', 'AI.ask(x, model: "m", tools: [1])', { 0: '#x', model: 'm', tools: '[1]' }],
    ['maps in both spellings', 'AI.ask(%{"a" => 1, b: 2})', { 0: '{a: 1, b: 2}' }],
    ['a map and what it spreads', 'm = %{a: 1}\nAI.ask(%{m | b: 2})', { 0: '{a: 1, b: 2}' }],
    ['texts put together', 'AI.ask("a" <> "b#{1}")', { 0: 'ab1' }],
    ['a value that is handed on', 'AI.ask({:ok, "x"})', { 0: 'x' }],
    ['what is written as JSON', 'AI.ask(Jason.encode!(%{a: 1}))', { 0: '{a: 1}' }],
    ['an option with a default', 'AI.ask(Keyword.get([m: "a"], :m, "b"))', { 0: 'a or b' }],
    ['either of two', 'AI.ask(x || "b")', { 0: '#x or b' }],
    ['a variable of the environment', 'AI.ask(System.get_env("X", "b"))', { 0: '$X or b' }],
    ['one that has to be there', 'AI.ask(System.fetch_env!("X"))', { 0: '$X' }],
    ['words', 'AI.ask(~w(a b))', { 0: '[a, b]' }],
  ])('%s', async (_title, text, expected) => {
    expect(handed(await ex(text), 'ask')).toEqual(expected);
  });

  test('may be attributes of the module, patterns and results', async () => {
    const text =
      'defmodule A do\n  @m "m-1"\n  def f do\n    {:ok, c} = client()\n    AI.ask(c, @m)\n  end\n  defp client, do: {:ok, AI.new()}\nend';
    expect(handed(await ex(text), 'ask')).toEqual({ 0: 'AI#new()', 1: 'm-1' });
  });

  test('of a branch may be what it is about', async () => {
    expect(handed(await ex('case AI.new() do\n  {:ok, c} -> AI.ask(c)\n  _ -> nil\nend'), 'ask')).toEqual({
      0: 'AI#new()',
    });
  });
});

test('words of the language are no calls', async () => {
  const { facts } = await ex('if x do\n  with {:ok, y} <- z, do: raise "x"\nend\ndefstruct [:a]');
  expect(facts.filter(({ kind }) => kind === 'call')).toEqual([]);
});
