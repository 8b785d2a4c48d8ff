import { describe, expect, test } from 'vitest';
import { defaultFailOn, exitCode, failWords, type Gate, offences } from '../../src/cli/exit.ts';
import { severities } from '../../src/model/finding.ts';
import { agent, assess, finding, report } from '../report/sample.ts';

const gate: Gate = { failOn: defaultFailOn, exitZero: false, allowIncomplete: false };
const desk = agent('desk');
const complete = report().run;
const incomplete = { ...complete, complete: false };
const suppressed = {
  kind: 'config',
  check: 'RC101',
  reason: 'on its way out',
  until: null,
  at: { file: '.rollcall/config.yaml', line: 1, column: 1 },
} as const;

describe('the exit code', () => {
  test('is 0 where nothing was found and all was read', () => {
    expect(exitCode(report({ assessments: [assess(desk, 'approved')] }), gate)).toBe(0);
  });

  test('is 1 where an agent is in no entry of the registry', () => {
    expect(exitCode(report({ assessments: [assess(desk)] }), gate)).toBe(1);
  });

  test('is 3 where some input could not be read', () => {
    expect(exitCode(report({ run: incomplete }), gate)).toBe(3);
  });

  test('is 1 where something was found, incomplete or not', () => {
    expect(exitCode(report({ run: incomplete, assessments: [assess(desk)] }), gate)).toBe(1);
  });

  test('is 0 for an incomplete scan that is allowed to be one', () => {
    expect(exitCode(report({ run: incomplete }), { ...gate, allowIncomplete: true })).toBe(0);
  });

  test('is 0 for whatever was found with --exit-zero', () => {
    expect(exitCode(report({ assessments: [assess(desk)] }), { ...gate, exitZero: true })).toBe(0);
  });

  test('is still 3 for an incomplete scan with --exit-zero', () => {
    expect(exitCode(report({ run: incomplete, assessments: [assess(desk)] }), { ...gate, exitZero: true })).toBe(3);
  });
});

describe('what fails where nobody says otherwise', () => {
  const code = (more: Parameters<typeof report>[0]) => exitCode(report(more), gate);

  test('is a finding of high severity, and none below', () => {
    expect(code({ findings: [finding('RC202', { severity: 'high' })] })).toBe(1);
    expect(code({ findings: [finding('RC202', { severity: 'medium' })] })).toBe(0);
  });

  test.each(['unregistered', 'pending', 'ambiguous'] as const)(
    'is an agent that is %s, though no finding tells of it',
    (state) => {
      expect(code({ assessments: [assess(desk, state)], findings: [] })).toBe(1);
    },
  );

  test('is no agent that is approved', () => {
    expect(code({ assessments: [assess(desk, 'approved')], findings: [] })).toBe(0);
  });
});

test('every level may be named, every verdict but approved, and all of these verdicts together', () => {
  expect(failWords.join(' ')).toBe(
    'critical high medium low unreviewed unregistered pending drifted expired stale rejected deprecated ambiguous',
  );
});

describe('what --fail-on names', () => {
  test.each(severities)('a level means that one and the more serious ones: %s', (level) => {
    const findings = severities.map((severity) => finding('RC201', { severity }));
    const found = offences(report({ findings }), [level]).findings.map(({ severity }) => severity);
    expect(found).toEqual(severities.slice(0, severities.indexOf(level) + 1));
  });

  test('a check means its findings, however serious', () => {
    const findings = [finding('RC105', { severity: 'low' }), finding('RC202', { severity: 'high' })];
    expect(offences(report({ findings }), ['RC105']).findings).toEqual([findings[0]]);
  });

  test('a verdict means the agents that have it', () => {
    const assessments = [assess(desk, 'pending'), assess(agent('phone'), 'expired')];
    expect(offences(report({ assessments }), ['pending']).agents).toEqual([assessments[0]]);
  });

  test('unreviewed means every agent that is not approved', () => {
    const assessments = [
      assess(desk, 'approved'),
      assess(agent('phone'), 'pending'),
      assess(agent('kiosk'), 'drifted'),
    ];
    expect(offences(report({ assessments }), ['unreviewed']).agents).toEqual(assessments.slice(1));
  });

  test('a suppressed finding does not fail', () => {
    expect(offences(report({ findings: [finding('RC201', { suppressed })] }), ['low']).findings).toEqual([]);
  });

  test('an agent whose verdict was accepted does not fail', () => {
    const findings = [finding('RC101', { agent: desk.id, suppressed })];
    expect(offences(report({ assessments: [assess(desk)], findings }), ['unregistered']).agents).toEqual([]);
  });

  test('another accepted finding of the agent does not excuse its verdict', () => {
    const findings = [finding('RC202', { agent: desk.id, suppressed })];
    expect(offences(report({ assessments: [assess(desk)], findings }), ['unregistered']).agents).toHaveLength(1);
  });

  test('an accepted verdict stays accepted, whatever else is found of the agent', () => {
    const findings = [finding('RC101', { agent: desk.id, suppressed }), finding('RC104', { agent: desk.id })];
    const { agents, findings: counted } = offences(report({ assessments: [assess(desk)], findings }), gate.failOn);
    expect([agents, counted.map(({ check }) => check)]).toEqual([[], ['RC104']]);
  });

  test('a verdict is accepted only where all that tells of it is', () => {
    const drifted = assess(desk, 'drifted');
    const findings = [finding('RC103', { agent: desk.id, suppressed }), finding('RC103', { agent: desk.id })];
    expect(offences(report({ assessments: [drifted], findings }), ['drifted']).agents).toEqual([drifted]);
    expect(offences(report({ assessments: [drifted], findings: findings.slice(0, 1) }), ['drifted']).agents).toEqual(
      [],
    );
  });

  test('a verdict of which no finding tells is accepted by none', () => {
    const pending = assess(desk, 'pending');
    const findings = [finding('RC101', { agent: desk.id, suppressed })];
    expect(offences(report({ assessments: [pending], findings }), ['unreviewed']).agents).toEqual([pending]);
    expect(offences(report({ assessments: [assess(desk)] }), ['unregistered']).agents).toHaveLength(1);
  });

  test('a finding of no agent is counted beside any agent', () => {
    const key = finding('RC201', { agent: null });
    const { agents, findings } = offences(report({ assessments: [assess(desk)], findings: [key] }), gate.failOn);
    expect([agents.length, findings]).toEqual([1, [key]]);
  });

  test('an example fails only by the level of its finding', () => {
    const example = agent('examples/greeting', { example: true });
    const told = finding('RC101', { agent: example.id, severity: 'low' });
    const both = report({ assessments: [assess(example)], findings: [told] });
    expect(exitCode(both, gate)).toBe(0);
    expect(exitCode(both, { ...gate, failOn: ['low'] })).toBe(1);
  });

  test('a finding that tells the verdict of an agent is not counted beside it', () => {
    const findings = [finding('RC101', { agent: desk.id }), finding('RC202', { agent: desk.id })];
    const { agents, findings: counted } = offences(report({ assessments: [assess(desk)], findings }), gate.failOn);
    expect([agents.length, counted.map(({ check }) => check)]).toEqual([1, ['RC202']]);
  });

  test('nothing named, nothing fails', () => {
    expect(
      exitCode(report({ assessments: [assess(desk)], findings: [finding('RC101')] }), { ...gate, failOn: [] }),
    ).toBe(0);
  });
});
