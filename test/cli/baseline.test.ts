import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accept, parseBaseline, renderBaseline } from '../../src/cli/baseline.ts';
import type { RollcallError } from '../../src/model/error.ts';
import { finding, shop } from '../report/sample.ts';

const origin = '.rollcall/baseline.json';
const print = (digit: string) => digit.repeat(32);

/** The message with which a text is refused. */
function refusal(text: string): string {
  try {
    parseBaseline(text, origin);
  } catch (error) {
    return (error as RollcallError).message; // whatever else is thrown has no message that a test expects
  }
  return 'it was taken';
}

const entry = {
  fingerprint: print('a'),
  check: 'RC201',
  repository: shop,
  file: '.env',
  message: 'A key is written into this file.',
  reason: 'revoked',
};

function baseline(...entries: readonly object[]): string {
  return JSON.stringify({ schemaVersion: '1.0.0', findings: entries }, null, 2);
}

describe('a baseline', () => {
  test('says all there is to say', () => {
    const text = baseline(entry, {
      ...entry,
      fingerprint: print('b'),
      alsoIn: ['github.com/acme/other'],
      agent: `${shop}//a`,
      entry: 'a',
      until: '2027-01-31',
    });
    const common = { ...entry, alsoIn: [], agent: null, entry: null, until: null };
    expect(parseBaseline(text, origin)).toEqual({
      origin,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      entries: [
        { ...common, at: { file: origin, line: 4, column: 5 } },
        {
          ...common,
          fingerprint: print('b'),
          alsoIn: ['github.com/acme/other'],
          agent: `${shop}//a`,
          entry: 'a',
          until: '2027-01-31',
          at: { file: origin, line: 12, column: 5 },
        },
      ],
    });
  });

  test.each([
    ['nothing', '', ':1:1: the file is empty; write it with: rollcall baseline create'],
    ['what is no JSON', 'findings:\n  - a', ':1:1: cannot be read as JSON: invalid symbol'],
    ['half of a file', '{ "schemaVersion": "1.0.0",\n "findings": [', ':2:15: cannot be read as JSON'],
    ['a comment', '{\n  // old\n  "schemaVersion": "1.0.0" }', ':2:3: cannot be read as JSON: invalid comment token'],
    ['a comma too many', baseline(entry).replace(/\n {2}\]/, ',\n  ]'), ':12:3: cannot be read as JSON'],
    ['a merge that was not resolved', `{\n<<<<<<< HEAD\n}`, ':2:1: the mark of a merge conflict; resolve it'],
    ['a list', '[]', ':1:1: the file is a list; expected a mapping'],
    [
      'another version',
      '{"schemaVersion":"2.0.0","findings":[]}',
      ':1:18: schemaVersion is "2.0.0"; did you mean "1.0.0"?',
    ],
    ['no version', '{"findings":[]}', ':1:1: schemaVersion is missing; expected "1.0.0"'],
    [
      'an unknown key',
      '{"schemaVersion":"1.0.0","finding":[]}',
      ':1:26: the file: unknown key "finding"; did you mean "findings"?',
    ],
    [
      'an unknown key of an entry',
      baseline({ ...entry, untill: '2027-01-01' }),
      ':11:7: findings[0]: unknown key "untill"; did you mean "until"?',
    ],
    [
      'a key that is inherited',
      baseline(entry).replace('"message"', '"__proto__"'),
      'findings[0]: unknown key "__proto__"',
    ],
    ['no reason', baseline({ ...entry, reason: '' }), ':10:17: findings[0].reason is empty; give it a value'],
    ['a reason on two lines', baseline({ ...entry, reason: 'a\nb' }), 'holds a control character'],
    [
      'a day that there is not',
      baseline({ ...entry, until: '2027-02-30' }),
      'findings[0].until "2027-02-30" is not a day of the calendar',
    ],
    [
      'another fingerprint',
      baseline({ ...entry, fingerprint: 'A'.repeat(32) }),
      ':5:22: findings[0].fingerprint "AAAA',
    ],
    [
      'a check that is none',
      baseline({ ...entry, check: 'gitleaks' }),
      'findings[0].check "gitleaks" is not the id of a check',
    ],
    [
      'a key twice',
      baseline(entry).replace('"reason"', '"check": "RC101",\n      "reason"'),
      ':10:7: the key "check" stands here twice; keep one',
    ],
    [
      'a finding twice',
      baseline(entry, entry),
      ':13:22: findings[1]: the finding is accepted in line 5 already; keep one',
    ],
    ['too deep a nest', '['.repeat(100_000), ':1:21: is nested more than 20 levels deep'],
    ['too much', `{"schemaVersion":"1.0.0","findings":[${'{},'.repeat(100_000)}{}]}`, ': more than 100000 findings'],
  ])('is refused with %s', (_what, text, message) => {
    expect(refusal(text)).toContain(message);
    expect(refusal(text)).toMatch(/^\.rollcall\/baseline\.json:\d+:\d+: /);
  });

  test('is refused with all of its faults at once, in their order', () => {
    const lines = refusal(baseline({ ...entry, reason: '', chek: 1 }, { ...entry, check: '' })).split('\n');
    expect(lines.map((line) => line.split(':')[1])).toEqual(['10', '11', '15']);
  });

  test('may begin with a byte order mark, and name its schema', () => {
    const text = `\ufeff${baseline(entry).replace('{', '{ "$schema": "baseline.schema.json",')}`;
    expect(parseBaseline(text, origin).entries).toHaveLength(1);
  });
});

describe('the text of a baseline', () => {
  const terms = { reason: 'stood in May', until: null };

  test('has no line, no column and no null, and the same bytes whatever the order of the findings', () => {
    const findings = [
      finding('RC201', { agent: null, fingerprint: print('1'), file: 'b/.env', line: 77, column: 88 }),
      finding('RC201', { agent: null, fingerprint: print('2'), file: 'a/.env' }),
      finding('RC101', { fingerprint: print('3') }),
      finding('RC105', {
        agent: null,
        entry: 'x',
        repository: null,
        fingerprint: print('4'),
        file: '.rollcall/registry.yaml',
      }),
    ];
    const text = renderBaseline(accept(findings, terms));
    expect(text).toMatchInlineSnapshot(`
      "{
        "schemaVersion": "1.0.0",
        "findings": [
          {
            "fingerprint": "33333333333333333333333333333333",
            "check": "RC101",
            "repository": "github.com/acme/shop",
            "agent": "github.com/acme/shop//services/support",
            "file": "services/support/src/agent.ts",
            "message": "what RC101 says",
            "reason": "stood in May"
          },
          {
            "fingerprint": "44444444444444444444444444444444",
            "check": "RC105",
            "entry": "x",
            "file": ".rollcall/registry.yaml",
            "message": "what RC105 says",
            "reason": "stood in May"
          },
          {
            "fingerprint": "22222222222222222222222222222222",
            "check": "RC201",
            "repository": "github.com/acme/shop",
            "file": "a/.env",
            "message": "what RC201 says",
            "reason": "stood in May"
          },
          {
            "fingerprint": "11111111111111111111111111111111",
            "check": "RC201",
            "repository": "github.com/acme/shop",
            "file": "b/.env",
            "message": "what RC201 says",
            "reason": "stood in May"
          }
        ]
      }
      "
    `);
    expect(renderBaseline(accept(findings.toReversed(), terms))).toBe(text);
  });

  test('names the other repositories in which a finding was seen', () => {
    const at = { file: 'a', line: 1, column: 1, commit: null, object: null };
    const locations = [
      { repository: 'z', ...at },
      { repository: shop, ...at },
      { repository: 'b', ...at },
      { repository: 'z', ...at },
    ];
    expect(accept([finding('RC202', { locations })], terms)[0]?.alsoIn).toEqual(['b', 'z']);
  });

  test('is written once for findings of one fingerprint', () => {
    expect(accept([finding('RC101'), finding('RC101')], terms)).toHaveLength(1);
  });

  test('is read back as it was written, whatever is in it', () => {
    const maybe = fc.option(fc.string({ unit: 'binary' }));
    const accepted = fc.record({
      fingerprint: fc.stringMatching(/^[0-9a-f]{32}$/),
      check: fc.stringMatching(/^RC\d{3}$/),
      repository: maybe,
      alsoIn: fc.array(fc.string({ unit: 'binary' })),
      agent: maybe,
      entry: maybe,
      file: fc.string({ unit: 'binary' }),
      message: fc.string({ unit: 'binary' }),
      reason: fc.stringMatching(/^[\w "'{}\\/…-]{1,80}$/),
      until: fc.option(fc.constantFrom('2027-01-31', '2028-02-29')),
    });
    const entries = fc.uniqueArray(accepted, { selector: ({ fingerprint }) => fingerprint });
    fc.assert(
      fc.property(entries, (entries) => {
        const text = renderBaseline(entries);
        const read = parseBaseline(text, origin).entries;
        expect(read.map(({ at, ...entry }) => entry)).toEqual(expect.arrayContaining([...entries]));
        expect(read).toHaveLength(entries.length);
        expect(renderBaseline(read)).toBe(text);
        for (const { at, fingerprint } of read)
          expect(
            text
              .split('\n')
              .slice(at.line - 1, at.line + 1)
              .join(''),
          ).toContain(fingerprint);
      }),
    );
  });

  test('of ten thousand findings is written and read in a moment', () => {
    const findings = Array.from({ length: 10_000 }, (_, i) =>
      finding('RC201', { fingerprint: i.toString(16).padStart(32, '0'), file: `services/service-${i}/.env` }),
    );
    const started = performance.now();
    expect(parseBaseline(renderBaseline(accept(findings, terms)), origin).entries).toHaveLength(10_000);
    expect(performance.now() - started).toBeLessThan(12000);
  });
});
