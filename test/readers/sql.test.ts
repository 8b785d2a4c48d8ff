import { describe, expect, test } from 'vitest';
import { handed, named, readAs } from './facts.ts';

const sql = (text: string) => readAs('main.sql', text);

describe('a call', () => {
  test.each([
    ['by position', "SELECT ai.ask('m', 1)", { 0: 'm', 1: '1' }],
    ['by name', "SELECT ai.ask(model => 'm', n := 2)", { model: 'm', n: '2' }],
    ['of a struct', "SELECT ai.ask(STRUCT(0.2 AS temperature, 'm' AS model))", { 0: '{temperature: 0.2, model: m}' }],
    [
      'of an object put together',
      "SELECT ai.ask(jsonb_build_object('model', 'm', 'n', ARRAY_CONSTRUCT(1)))",
      { 0: '{model: m, n: [1]}' },
    ],
    ['of an object in JSON', `SELECT ai.ask('{"model": "m"}'::jsonb)`, { 0: '{model: m}' }],
    ['of a struct of DuckDB', "SELECT ai.ask({'model': 'm'})", { 0: '{model: m}' }],
    ['of texts put together', "SELECT ai.ask('it''s ' || body || '.')", { 0: "it's {}." }],
    ['of another call', "SELECT ai.ask(ai.model('m'))", { 0: 'ai#model()' }],
    ['in dollars', 'SELECT ai.ask($q$a, (b$q$)', { 0: 'a, (b' }],
    ['in double quotes', 'SELECT ai.ask("m")', { 0: 'm' }],
  ])('is read with arguments %s', async (_title, text, expected) => {
    expect(handed(await sql(text), 'ask')).toEqual(expected);
  });

  test('is found whatever the case and quotes of its name', async () => {
    expect(named(await sql('select Snow."CORTEX".`Ask` (1)'), 'ask')).toEqual(['snow.cortex#ask:1']);
  });

  test('is found in the body of a function', async () => {
    expect(
      named(await sql("CREATE FUNCTION f() RETURNS text AS $$\nBEGIN\n  RETURN ai.ask('m');\nEND $$;"), 'ask'),
    ).toEqual(['ai#ask:3']);
  });

  test('of a procedure needs no brackets', async () => {
    expect(handed(await sql("EXEC @r = sp_ask @url = N'https://a.b', @n = 1"), 'sp_ask')).toEqual({
      url: 'https://a.b',
      n: '1',
    });
  });
});

describe('no call is', () => {
  test.each([
    ['a comment', "-- ai.ask('m')\n/* ai.ask('m') /* one in the other */ ai.ask('m') */ # ai.ask('m')"],
    ['a text', "SELECT 'ai.ask(1)', E'it\\'s ai.ask(1)'"],
    ['a declaration', 'CREATE OR REPLACE FUNCTION ai.ask(x text) RETURNS text AS $$x$$'],
    ['what is dropped', 'DROP FUNCTION IF EXISTS ai.ask(text)'],
    ['a table', 'CREATE TABLE ai.ask (id int); INSERT INTO ai.ask (id) VALUES (1)'],
  ])('%s', async (_title, text) => {
    expect(named(await sql(text), 'ask')).toEqual([]);
  });
});

describe('what is created', () => {
  test.each([
    [
      'a model',
      "CREATE MODEL a.b PREDICT c USING engine = 'e', model_name = 'm';",
      'create model',
      { engine: 'e', model_name: 'm' },
    ],
    [
      'a remote model',
      "CREATE OR REPLACE MODEL `a.b` REMOTE WITH CONNECTION `c` OPTIONS (ENDPOINT = 'm')",
      'create remote model',
      { endpoint: 'm' },
    ],
    [
      'an external model',
      "CREATE EXTERNAL MODEL b WITH (LOCATION = 'https://a.b', MODEL = 'm')",
      'create external model',
      { location: 'https://a.b', model: 'm' },
    ],
    [
      'a model of Bedrock',
      "CREATE EXTERNAL MODEL b FUNCTION f MODEL_TYPE BEDROCK SETTINGS (MODEL_ID 'm')",
      'create bedrock model',
      { model_id: 'm' },
    ],
    ['an agent', "CREATE AGENT b USING model = 'm', skills = ['s']", 'create agent', { model: 'm', skills: '[s]' }],
  ])('%s', async (_title, text, name, expected) => {
    expect(handed(await sql(text), name)).toMatchObject(expected);
  });
});

test.each(['(', 'f(', '$$', '/*', "'", 'create model a using ', 'f(a,', '{', '"'])(
  'tens of thousands of %j are read in time',
  async (piece) => {
    const start = performance.now();
    expect((await sql(piece.repeat(40_000))).language).toBe('sql');
    expect(performance.now() - start).toBeLessThan(16000);
  },
);
