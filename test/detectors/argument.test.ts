import { expect, test } from 'vitest';
import { argument, holds, names } from '../../src/detectors/argument.ts';
import type { Argument, Value } from '../../src/model/fact.ts';

const at = { line: 1, column: 1 };
const service: Argument = { name: 'service', value: { kind: 'text', text: 's3', at } };
const nothing: Argument = { name: 'service', value: { kind: 'ref', ref: { module: '', path: 'None' }, at } };

test('a condition asks for one of its texts', () => {
  expect(holds({ arg: ['service'], equals: ['s3'] }, [service])).toBe(true);
  expect(holds({ arg: ['service'], equals: ['bedrock'] }, [service])).toBe(false);
});

test('a condition without texts asks that the argument is given', () => {
  expect(holds({ arg: ['service'], equals: [] }, [service])).toBe(true);
  expect(holds({ arg: ['region'], equals: [] }, [service])).toBe(false);
  expect(holds({ arg: ['service'], equals: [] }, [nothing])).toBe(false);
});

/** Something made by a call of `sdk`. */
function made(path: string, ...maker: readonly Argument[]): Value {
  return { kind: 'ref', ref: { module: 'sdk', path: `${path}()` }, maker, at };
}

const given = (value: Value): Argument => ({ name: null, value });
const text = (value: string): Value => ({ kind: 'text', text: value, at });

test('an option that is a function is known by its name', () => {
  const args = [given(text('key')), given(made('option.WithModel', given(text('small'))))];
  expect(argument(args, ['WithModel'])).toEqual(text('small'));
  expect(argument(args, ['WithBaseURL'])).toBeNull();
});

test('options may be collected in a list first', () => {
  const options: Value = { kind: 'list', items: [made('WithKey'), made('WithModel', given(text('small')))] };
  expect(argument([given(options)], ['WithModel'])).toEqual(text('small'));
});

test('a function of another name is no option', () => {
  expect(argument([given(made('Without', given(text('small'))))], ['Without'])).toBeNull();
});

test('a position may lie within what an argument is made with', () => {
  const request = made('Request.new', given(text('small')), { name: 'tools', value: text('search') });
  expect(argument([given(request)], ['0.0'])).toEqual(text('small'));
  expect(argument([given(request)], ['0.tools'])).toEqual(text('search'));
  expect(argument([given(request)], ['0.1'])).toBeNull();
});

test('the type of any tool is no name of a tool', () => {
  const tool = made('ToolUnionParam', {
    name: 'OfTool',
    value: made('ToolParam', { name: 'Name', value: text('search') }),
  });
  expect(names({ kind: 'list', items: [tool, made('Tool'), made('SearchTool')] })).toEqual([
    'search',
    '',
    'SearchTool',
  ]);
});
