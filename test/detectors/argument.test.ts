import { expect, test } from 'vitest';
import { holds } from '../../src/detectors/argument.ts';
import type { Argument } from '../../src/model/fact.ts';

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
