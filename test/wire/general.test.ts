import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { Decoder } from '../../src/wire/decoder.ts';
import { utc } from '../../src/wire/time.ts';

const rules = compile(parseRules(readRules(join(import.meta.dirname, '../../rules'))));

function eventsOf(...lines: string[]) {
  const decoder = new Decoder(rules, { frame: utc, format: null });
  return lines.flatMap((line, index) => decoder.line(line, index + 1).events);
}

describe('general names of fields tell of no call', () => {
  test.each([
    [
      'in the message of a program',
      '{"level":"info","msg":"see https://api.openai.com/docs","time":"2026-11-20T14:53:44Z"}',
    ],
    [
      'where the host is that of the logger',
      '{"level":30,"hostname":"web-1","msg":"to https://api.openai.com","time":1795186422000}',
    ],
    [
      'where a request failed in nobody knows which direction',
      '{"severity":"ERROR","url":"https://api.openai.com/v1","error":"timeout"}',
    ],
    [
      'where a query is one of a database',
      '{"timestamp":"2026-11-20T14:53:44Z","query":"select a.b from x","type":"sql","client":"192.0.2.7"}',
    ],
    ['in a block list', '{"host":"api.openai.com","category":"ai"}'],
    ['in a list of indicators', '{"domain":"api.openai.com","ip":"198.51.100.7","added":"2026-01-01"}'],
    [
      'in a line of logfmt',
      'ts=2026-11-20T14:53:44Z level=info caller=main.go:3 host=api.openai.com url=https://api.openai.com',
    ],
    ['in a hosts file', '0.0.0.0 api.openai.com'],
    ['in a script', 'export OPENAI_BASE_URL=https://api.openai.com src=1'],
  ])('%s', (_where, line) => {
    expect(eventsOf(line)).toEqual([]);
  });

  test('in a table without a column for who asked', () => {
    expect(eventsOf('host,category', 'api.openai.com,ai')).toEqual([]);
    expect(eventsOf('timestamp,level,message,host', '2026-11-20T14:53:44Z,info,https://api.openai.com,web-1')).toEqual(
      [],
    );
  });
});

test.each([null, '', 'yesterday', -1, 1e20, '9999-12-31T23:59:60Z', '2026-13-45T99:99:99Z', '1969-12-31T23:59:59Z'])(
  'a call at no time (%s) is a call',
  (ts) => {
    const call = {
      ts,
      src: '192.0.2.7',
      host: 'api.openai.com',
      method: 'POST',
      path: '/v1/chat/completions',
      status: 200,
    };
    expect(eventsOf(JSON.stringify(call))).toMatchObject([{ time: null, source: '192.0.2.7', provider: 'openai' }]);
  },
);
