import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/cli/config.ts';
import { defaultConfig } from '../../src/cli/default-config.ts';
import { configStub } from '../../src/cli/stubs.ts';
import { defaultPolicy } from '../../src/model/policy.ts';

const origin = '.rollcall/config.yaml';

/** The message of the error that a configuration is refused with. */
function refusal(text: string): string {
  try {
    parseConfig(text, origin);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'is taken';
}

test.each([
  ['approvers: { hgh: 2 }', '1:24: policy.approvers: unknown key "hgh"; did you mean "high"?'],
  ['approvers: { zzzzzz: 2 }', '1:24: policy.approvers: unknown key "zzzzzz"; known here: high, medium, low'],
  ['zzzzzz: 1', '1:11: policy: unknown key "zzzzzz"; known here: maximumAgeDays, approvers,'],
  [
    'maximumAgeDays: 6m',
    '1:27: policy.maximumAgeDays "6m" is no number of days; write one, such as 180, or one for each of high, medium and low',
  ],
  ['approvers: [2]', '1:22: policy.approvers is no number of people; write one, such as 2, or one for each'],
  ['maximumAgeDays: 0', '1:27: policy.maximumAgeDays is less than 1; enlarge it'],
  ['approvers: 50', '1:22: policy.approvers is more than 20; lessen it'],
])('a policy with %s is refused with a way to mend it', (written, words) => {
  expect(refusal(`policy: { ${written} }`)).toContain(words);
});

describe('a configuration', () => {
  test('that is empty configures nothing', () => {
    expect({ ...parseConfig('# nothing yet\n', origin), origin: null, digest: null }).toEqual(defaultConfig);
  });

  test('says all there is to say', () => {
    const text = `
registry: registry
baseline: .rollcall/baseline.json
acceptMarks: [gitleaks]
failOn: [RC201]
include: ['services/**']
exclude: ['third_party/**']
units: [{ path: services/triage, name: Triage }, { path: sandbox, ignore: true }]
ignore:
  - { check: RC201, path: 'docs/**', reason: made up, until: 2030-01-01 }
checks: { RC105: off, RC202: critical }
policy: { maximumAgeDays: 90 }
`;
    expect(parseConfig(text, origin)).toEqual({
      origin,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      registry: 'registry',
      baseline: '.rollcall/baseline.json',
      acceptMarks: ['gitleaks'],
      failOn: ['RC201'],
      include: ['services/**'],
      exclude: ['third_party/**'],
      units: [
        { path: 'services/triage', name: 'Triage', ignore: false },
        { path: 'sandbox', name: null, ignore: true },
      ],
      ignore: [
        {
          check: 'RC201',
          path: 'docs/**',
          agent: null,
          reason: 'made up',
          until: '2030-01-01',
          at: { file: origin, line: 10, column: 5 },
        },
      ],
      checks: new Map([
        ['RC105', 'off'],
        ['RC202', 'critical'],
      ]),
      policy: { ...defaultPolicy, maximumAgeDays: { high: 90, medium: 90, low: 90 } },
    });
  });

  test('names the place of an unknown key and the nearest known one', () => {
    expect(refusal('exclude: []\nfailon: [high]\n')).toBe(
      `${origin}:2:1: the file: unknown key "failon"; did you mean "failOn"?`,
    );
  });

  test.each([
    ['a key that stands twice', 'include: []\ninclude: []', ':2:1: the key "include" stands here twice; keep one'],
    ['an ignore without a reason', 'ignore: [{ check: RC201, path: a }]', 'ignore[0].reason is missing; add it'],
    ['a check that is none', 'checks: { RC1: off }', 'checks.RC1 "off" is given for no check'],
    ['an unknown severity', 'checks: { RC101: hihg }', 'did you mean "high"?'],
    ['a gate that nothing passes', 'failOn: []', 'failOn is empty'],
    ['a unit outside of the tree', 'units: [{ path: ../other }]', 'climbs out of the repository'],
    ['a unit by an absolute path', 'units: [{ path: /etc }]', 'is absolute'],
    ['a unit in another spelling', 'units: [{ path: ./a/ }]', 'is not in its plain form'],
    ['a glob that takes for ever', 'exclude: ["+(a|b)"]', 'holds an extended pattern'],
    [
      'a day that is not in the calendar',
      'ignore: [{ check: RC201, path: a, reason: b, until: 2026-02-30 }]',
      'YYYY-MM-DD',
    ],
    ['a list of files', '- a', 'the file is a list'],
    ['what is no YAML', 'a: [', 'cannot be read as YAML'],
  ])('is refused with %s', (_, text, message) => {
    expect(refusal(text)).toContain(message);
  });

  test('is refused with all of its faults at once, in their order', () => {
    expect(refusal('unts: []\nfailOn: 3\n').split('\n')).toEqual([
      `${origin}:1:1: the file: unknown key "unts"; did you mean "units"?`,
      `${origin}:2:9: failOn is the number 3; expected a list`,
    ]);
  });

  test('as rollcall init writes it changes nothing', () => {
    expect({ ...parseConfig(configStub, origin), origin: null, digest: null }).toEqual(defaultConfig);
  });

  test('as rollcall init suggests it is valid', () => {
    const suggested = configStub.replace(/^# (?=\w+:| {2}(?:- |\w+: ))/gm, '');
    const { units, ignore, checks, policy } = parseConfig(suggested, origin);
    expect([units.length, ignore.length, checks.size, policy.maximumAgeDays.high]).toEqual([2, 1, 2, 180]);
    expect(Object.keys(policy).filter((key) => !suggested.includes(`  ${key}: `))).toEqual([]);
  });
});
