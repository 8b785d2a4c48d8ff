import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exitCode, failWords, type Gate } from '../../src/cli/exit.ts';
import { severities } from '../../src/model/finding.ts';
import type { VerdictState } from '../../src/model/registry.ts';
import { agent, assess, finding, report } from '../report/sample.ts';

const at = { file: '.rollcall/config.yaml', line: 1, column: 1 };
const accepted = { kind: 'config', check: 'RC101', reason: 'on its way out', until: null, at } as const;

const names = fc.constantFrom('desk', 'phone', 'kiosk');
const states = fc.constantFrom<VerdictState[]>(
  'approved',
  'unregistered',
  'pending',
  'drifted',
  'expired',
  'ambiguous',
);
const checks = fc.constantFrom('RC101', 'RC102', 'RC103', 'RC104', 'RC201');

const assessment = fc
  .record({ name: names, state: states, example: fc.boolean() })
  .map(({ name, state, example }) => assess(agent(name, { example }), state));

function findings(isAccepted: fc.Arbitrary<boolean>) {
  const one = fc.record({
    check: checks,
    severity: fc.constantFrom(...severities),
    name: fc.option(names),
    isAccepted,
  });
  return fc.array(
    one.map(({ check, severity, name, isAccepted }) =>
      finding(check, { severity, agent: name && agent(name).id, suppressed: isAccepted ? accepted : null }),
    ),
    { maxLength: 4 },
  );
}

const reports = fc
  .record({
    assessments: fc.uniqueArray(assessment, { selector: ({ agent }) => agent.id, maxLength: 3 }),
    findings: findings(fc.boolean()),
    complete: fc.boolean(),
  })
  .map(({ complete, ...parts }) => report({ ...parts, run: { ...report().run, complete } }));

const gates: fc.Arbitrary<Gate> = fc.record({
  failOn: fc.uniqueArray(fc.constantFrom(...failWords, 'RC101', 'RC201'), { maxLength: 4 }),
  exitZero: fc.boolean(),
  allowIncomplete: fc.boolean(),
});

test('what was not read, and more that was found, never make a scan pass that failed', () => {
  fc.assert(
    fc.property(reports, gates, findings(fc.constant(false)), fc.boolean(), (before, gate, more, isCut) => {
      const run = { ...before.run, complete: before.run.complete && !isCut };
      const after = { ...before, run, findings: [...before.findings, ...more] };
      if (exitCode(before, gate) !== 0) expect(exitCode(after, gate)).not.toBe(0);
    }),
    { numRuns: 500 },
  );
});

test('a gate that asks for more never lets a scan pass that failed', () => {
  fc.assert(
    fc.property(reports, gates, gates, (found, gate, { failOn }) => {
      const strict = { ...gate, failOn: [...gate.failOn, ...failOn] };
      if (exitCode(found, gate) !== 0) expect(exitCode(found, strict)).not.toBe(0);
    }),
    { numRuns: 500 },
  );
});

test('an agent that loses its approval never makes a scan pass that failed', () => {
  const lost = fc.constantFrom<VerdictState[]>('pending', 'expired', 'drifted', 'unregistered');
  fc.assert(
    fc.property(reports, gates, names, lost, (before, gate, name, state) => {
      const assessments = before.assessments.map((one) =>
        one.agent.id === agent(name).id && one.verdict.state === 'approved' ? assess(one.agent, state) : one,
      );
      if (exitCode(before, gate) !== 0) expect(exitCode({ ...before, assessments }, gate)).not.toBe(0);
    }),
    { numRuns: 500 },
  );
});

test('these reports and gates hold every exit code', () => {
  const codes = fc.sample(fc.tuple(reports, gates), 2000).map(([found, gate]) => exitCode(found, gate));
  expect([...new Set(codes)].toSorted()).toEqual([0, 1, 3]);
});
