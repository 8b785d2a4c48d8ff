import { describe, expect, test } from 'vitest';
import { handed, named, readAs } from './facts.ts';

const rb = (text: string) => readAs('main.rb', text);

describe('constants', () => {
  test('of others are found from the top, those of the file in it', async () => {
    const text =
      'module Fakes\n  module AI\n    class Client\n    end\n  end\nend\nAI::Client.new(1)\n::AI::Client.new(2)';
    expect(named(await rb(text), 'Client.new')).toEqual(['AI#Client.new:8']);
  });

  test('stand for what they are, through the class that holds them', async () => {
    const text = 'class Config\n  MODEL = "m-1".freeze\nend\nAI.ask(model: Config::MODEL)';
    expect(handed(await rb(text), 'ask')).toEqual({ model: 'm-1' });
  });

  test('that another file extends are no classes of this one', async () => {
    const text = 'class App::AI < App::Base\n  def call = AI.ask(1)\nend';
    expect(named(await rb(text), 'ask')).toEqual(['AI#ask:2']);
  });
});

describe('methods', () => {
  test('return what their last statement says, in each of its branches', async () => {
    const text =
      'class A\n  def client\n    if test?\n      Fake.new\n    else\n      AI.new\n    end\n  end\n  def call\n    client.ask\n  end\nend';
    expect(named(await rb(text), 'ask')).toEqual(['Fake#new().ask:10', 'AI#new().ask:10']);
  });

  test('keep what they made in a variable of the object', async () => {
    const text =
      'class A\n  def initialize\n    @ai = AI.new\n  end\n  attr_reader :ai\n  def call = self.ai.ask(1)\nend';
    expect(handed(await rb(text), 'ask')).toEqual({ 0: '1' });
  });

  test('that a class does not have are those of what it extends', async () => {
    const text = 'class A < Base::Agent\n  include Tools::Chat\n  def call = ask(1)\nend';
    expect(named(await rb(text), 'ask')).toEqual(['Base#Agent().ask:3', 'Tools#Chat().ask:3']);
  });

  test('are called by a name that is sent', async () => {
    const text = 'class A\n  def verb = :ask\n  def call = AI.new.send(verb, 1)\nend';
    expect(named(await rb(text), 'ask')).toEqual(['AI#new().ask:3']);
  });

  test('hand on what their callers hand over', async () => {
    const text = 'def ask(model, tools: [])\n  AI.ask(model: model, tools: tools)\nend\nask("m-1", tools: [1])';
    expect(handed(await rb(text), 'ask')).toEqual({ model: 'm-1', tools: '[1] or ?' });
  });
});

describe('arguments', () => {
  test.each([
    ['hashes in all spellings', '{ model: "m", "tools" => 1, :x => 2 }', '{model: m, tools: 1, x: 2}'],
    ['what is merged', '{ model: "m" }.merge(tools: 1)', '{model: m, tools: 1}'],
    ['what is written as JSON', '{ model: "m" }.to_json', '{model: m}'],
    ['a symbol', ':fast', 'fast'],
    ['words', '%w[a b]', '[a, b]'],
    ['texts put together', '"a" + "b#{1}" "c"', 'ab1c'],
    ['either of two', 'x || "b"', '#x or b'],
    ['a variable of the environment', 'ENV["X"] || "b"', '$X or b'],
    ['its default', 'ENV.fetch("X", "b")', '$X or b'],
    ['its default in a block', 'ENV.fetch("X") { "b" }', '$X or b'],
    ['an entry of the credentials', 'Rails.application.credentials.dig(:ai, :key)', '$credentials.ai.key'],
    ['a URL', 'URI("https://a.b/c")', 'https://a.b/c'],
  ])('%s', async (_title, value, expected) => {
    expect(handed(await rb(`AI.ask(${value})`), 'ask')[0] ?? handed(await rb(`AI.ask(${value})`), 'ask')).toBe(
      expected,
    );
  });

  test('what a block sets on its parameter is handed over', async () => {
    const text = 'AI.new(url: "a").post("/b") do |request|\n  request.body = { model: "m" }\n  log.info("x")\nend';
    expect(handed(await rb(text), 'post')).toMatchObject({ 0: '/b', body: '{model: m}' });
  });

  test('what a block is given belongs to what it is called with', async () => {
    expect(named(await rb('AI.new.post { |request| request.url("/b") }'), 'url')).toEqual(['AI#new().post().url:1']);
  });
});

test('a chain and a sum as long as nobody writes them are read without harm', async () => {
  const { trouble } = await rb(`x = AI.new${'.a'.repeat(50_000)}`);
  expect(trouble).toMatch(/nested too deeply/);
  expect(handed(await rb(`AI.ask("a"${' + "b"'.repeat(20_000)})`), 'ask')[0]).toHaveLength(20_001);
});
