import { describe, expect, test } from 'vitest';
import { acceptedAgents, tells } from '../../src/model/acceptance.ts';
import type { VerdictState } from '../../src/model/registry.ts';
import { agent, assess, finding } from '../report/sample.ts';

const desk = agent('desk');
const phone = agent('phone');
const suppressed = {
  kind: 'config',
  check: 'RC101',
  reason: 'on its way out',
  until: null,
  at: { file: '.rollcall/config.yaml', line: 1, column: 1 },
} as const;

const checks = ['RC101', 'RC102', 'RC103', 'RC104', 'RC105', 'RC201', 'RC202'];

describe('of a verdict tells', () => {
  test.each<[VerdictState, string[]]>([
    ['approved', []],
    ['pending', ['RC102']],
    ['unregistered', ['RC101']],
    ['expired', ['RC102']],
    ['stale', ['RC102']],
    ['rejected', ['RC102']],
    ['deprecated', ['RC102']],
    ['drifted', ['RC103']],
    ['ambiguous', ['RC104']],
  ])('that is %s: %j', (state, expected) => {
    const telling = checks.filter((check) => tells(finding(check, { agent: desk.id }), assess(desk, state)));
    expect(telling).toEqual(expected);
  });

  test('no finding about another agent, or about none', () => {
    expect(tells(finding('RC101', { agent: phone.id }), assess(desk))).toBe(false);
    expect(tells(finding('RC101', { agent: null }), assess(desk))).toBe(false);
  });
});

describe('accepted', () => {
  const assessments = [assess(desk), assess(phone)];

  test('are the agents of which every telling finding is suppressed, and no others', () => {
    const findings = [
      finding('RC101', { agent: desk.id, suppressed }),
      finding('RC101', { agent: phone.id }),
      finding('RC201', { agent: null, suppressed }),
    ];
    expect(acceptedAgents({ assessments, findings })).toEqual(new Set([desk.id]));
  });

  test('is no agent with one telling finding that counts, whichever of them comes first', () => {
    const findings = [finding('RC101', { agent: desk.id, suppressed }), finding('RC101', { agent: desk.id })];
    expect(acceptedAgents({ assessments, findings })).toEqual(new Set());
    expect(acceptedAgents({ assessments, findings: findings.toReversed() })).toEqual(new Set());
  });
});
