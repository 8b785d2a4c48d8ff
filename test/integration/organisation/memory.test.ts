import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ground, openGround, patience, repositories } from './ground.ts';
import { diskOf, measured } from './measure.ts';

const megabyte = 1024 ** 2;
let ground: Ground | undefined;

beforeAll(async () => {
  if (process.env.ROLLCALL_ORGANISATION) ground = await openGround(repositories(28));
}, patience(1));
afterAll(() => ground?.close());

test('an organisation takes no more memory than its largest repositories need, and hardly any disk', {
  timeout: patience(1),
}, async ({ skip }) => {
  skip(!existsSync('/proc/self/status'), 'no /proc is here');
  skip(!process.env.ROLLCALL_ORGANISATION, 'ROLLCALL_ORGANISATION=28 or more measures it');
  if (!ground) return;
  const tmp = ground.room('tmp');
  const args = ground.scan(ground.path('results'), ground.path('report.json'), '--jobs', '2');
  const from = Date.now();
  const program = ground.start(args, tmp);
  const { own, together, disk } = await measured(program, tmp);
  const { stderr } = await program.ended;
  const took = (Date.now() - from) / 1000;
  const largest = Math.max(...ground.organisation.world.repositories.map(({ gitDir }) => diskOf(gitDir ?? '')));
  console.info(
    `${ground.organisation.world.repositories.length} repositories in ${took.toFixed(1)} s: memory ${inMegabytes(own)}, ` +
      `with git ${inMegabytes(together)}; disk ${inMegabytes(disk)}, the largest repository is ${inMegabytes(largest)}`,
  );

  expect(stderr).not.toMatch(/internal error/);
  expect(own).toBeGreaterThan(0);
  expect(own).toBeLessThan(600 * megabyte);
  expect(disk).toBeGreaterThan(0);
  expect(disk).toBeLessThan(largest + 1024 * megabyte);
});

function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / megabyte)} MB`;
}
