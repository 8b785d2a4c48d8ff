import { describe, expect, test } from 'vitest';
import { RollcallError } from '../../src/model/error.ts';
import { json } from '../../src/report/formats/json.ts';
import { parseReport } from '../../src/report/parse.ts';
import { reportJson } from '../../src/report/report-json.ts';
import { ReportJson } from '../../src/report/schema.ts';
import { hostile, named } from './hostile.ts';
import { everyKind, full, options, report } from './sample.ts';

const render = (value = full()) => json.render(value, options());

test('the report follows its schema', () => {
  expect(ReportJson.safeParse(JSON.parse(render())).error).toBeUndefined();
});

test('reading it back gives the same report', () => {
  expect(parseReport(render())).toEqual(full());
  expect(parseReport(render(report()))).toEqual(report());
});

test('rendering what was read back gives the same bytes', () => {
  expect(render(parseReport(render()))).toBe(render());
});

test('every kind of evidence keeps all that is known of it', () => {
  const [first] = parseReport(render()).assessments.filter(({ agent }) => agent.evidence.length > 1);
  expect(first?.agent.evidence).toEqual(everyKind.map((one) => ({ ...one, attachedBy: 'unit' })));
});

test('the order of keys does not depend on how a value was made', () => {
  const value = full();
  const turned = JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).reverse())
      : inner,
  );
  expect(render(turned)).toBe(render(value));
});

test('it names what the design names', () => {
  const value = JSON.parse(render());
  expect(Object.keys(value)).toEqual([
    'schemaVersion',
    'tool',
    'run',
    'summary',
    'agents',
    'components',
    'findings',
    'keyTypes',
    'entries',
    'unattached',
    'idle',
    'problems',
    'comparison',
  ]);
  expect(value.run).toMatchObject({ complete: false, filesScanned: 312, filesSkipped: 0 });
  expect(value.agents[1].verdict).toMatchObject({ state: 'unregistered', entry: null, drift: [] });
  expect(value.agents[1].evidence[0]).toMatchObject({ kind: 'call', rule: 'openai', line: 14, attachedBy: 'unit' });
});

test('it is indented by two spaces and ends with a line end', () => {
  expect(render()).toMatch(/^\{\n {2}"schemaVersion": "1\.0\.0",\n[\s\S]*\n\}\n$/);
});

test.each([
  ['every field', full()],
  ['nothing', report()],
])('a report with %s has the same bytes in parts as all at once', (_, value) => {
  const whole = Object.fromEntries(
    Object.entries(reportJson(value)).map(([key, one]) => [key, isList(one) ? [...one] : one]),
  );
  const parts = [...(json.parts?.(value, options()) ?? [])];
  expect(parts.join('')).toBe(`${JSON.stringify(whole, null, 2)}\n`);
  expect(parts.length).toBeGreaterThan(Object.keys(whole).length);
});

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

describe('hostile names', () => {
  test.each(hostile)('%j comes back as it was', (name) => {
    expect(parseReport(render(named(name)))).toEqual(named(name));
  });

  test.each(hostile)('%j does nothing to a terminal or a CI log', (name) => {
    const text = render(named(name));
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toMatch(/##(\[|vso\[)/i);
  });
});

describe('what is no report', () => {
  test.each(['', 'no JSON', '[]', 'null', '{}', '{"schemaVersion":"2.0.0"}', '['.repeat(100_000)])(
    '%.30s is refused',
    (text) => {
      expect(() => parseReport(text)).toThrow(RollcallError);
    },
  );

  test('an unknown key is refused, and named', () => {
    const text = JSON.stringify({ ...JSON.parse(render()), approvedByMe: true });
    expect(() => parseReport(text)).toThrow(expect.objectContaining({ hint: expect.stringContaining('approvedByMe') }));
  });

  test('an unknown verdict is refused', () => {
    expect(() => parseReport(render().replace('"unregistered",', '"trusted",'))).toThrow(RollcallError);
  });

  test('a byte order mark does no harm', () => {
    expect(parseReport(`\ufeff${render()}`)).toEqual(full());
  });
});
