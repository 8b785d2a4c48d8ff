import { describe, expect, test } from 'vitest';
import { type Ran, runAction, temporary } from './runner.ts';
import { type Comment, fakeGitHub, recorder } from './stage.ts';

const event = { pull_request: { number: 7 } };

/** A run on a pull request that wants a comment. */
function run(
  github: ReturnType<typeof fakeGitHub>,
  code: number,
  page: string,
  inputs: Record<string, string> = {},
): Ran {
  return runAction({
    workspace: temporary(),
    actionPath: recorder(code, { markdown: page }).actionPath,
    path: [github.path],
    github: { event },
    inputs: { comment: 'true', ...inputs },
  });
}

const other = (id: string, body: string): Comment => ({ id, body, viewerDidAuthor: false });

test('a first run that is red writes a comment', () => {
  const github = fakeGitHub([other('a', 'hello')]);
  const ran = run(github, 1, 'one agent\n');
  expect(ran.log).toContain('The comment is written.');
  expect(github.comments().map(({ body }) => body)).toEqual([
    'hello',
    expect.stringMatching(/^<!-- rollcall [0-9a-f]{12} -->\none agent\n$/),
  ]);
  expect(github.calls().map(({ variables }) => variables)).toEqual([
    { owner: 'acme', name: 'shop', number: 7, after: null },
    { subject: 'PR', body: expect.anything() },
  ]);
});

test('a later run brings it up to date, red or green, however many comments stand before it', () => {
  const github = fakeGitHub(['a', 'b', 'c', 'd'].map((id) => other(id, 'words')));
  run(github, 1, 'one agent\n');
  run(github, 1, 'two agents\n');
  expect(run(github, 0, 'no agent\n').log).toContain('The comment is up to date.');
  const bodies = github.comments().map(({ body }) => body.replace(/^<!--.*-->\n/, ''));
  expect(bodies).toEqual(['words', 'words', 'words', 'words', 'no agent\n']);
});

test('a run that could not scan takes the place of what was said before', () => {
  const github = fakeGitHub();
  run(github, 1, 'one agent\n');
  const { actionPath } = recorder(2);
  runAction({
    workspace: temporary(),
    actionPath,
    path: [github.path],
    github: { event },
    inputs: { comment: 'true' },
  });
  expect(github.comments().map(({ body }) => body)).toEqual([expect.stringContaining('rollcall could not run')]);
});

test('a green run has nothing to say where nothing was said', () => {
  const github = fakeGitHub([other('a', 'hello')]);
  expect(run(github, 0, 'no agent\n').log).toContain('There is nothing to comment on.');
  expect(github.comments()).toHaveLength(1);
});

test('the comment of somebody else is left alone, our mark in it or not', () => {
  const github = fakeGitHub();
  run(github, 1, 'one agent\n');
  const [ours] = github.comments();
  const forged = fakeGitHub([other('forged', `${ours?.body}`)]);
  run(forged, 1, 'two agents\n');
  expect(forged.comments().map(({ body }) => body.split('\n')[1])).toEqual(['one agent', 'two agents']);
});

test('two uses on different folders have a comment each', () => {
  const github = fakeGitHub();
  run(github, 1, 'a\n', { path: 'a' });
  run(github, 1, 'b\n', { path: 'b' });
  expect(github.comments()).toHaveLength(2);
});

test('without a pull request there is none', () => {
  const github = fakeGitHub();
  const { actionPath } = recorder(1, { markdown: 'x' });
  const ran = runAction({ workspace: temporary(), actionPath, path: [github.path], inputs: { comment: 'true' } });
  expect([ran.order.includes('comment'), github.calls()]).toEqual([false, []]);
});

describe('where no comment can be written', () => {
  test.each([
    [{ errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }] }, /may only read/],
    [{ message: 'Bad credentials' }, /Bad credentials/],
    [{ data: null }, /holds nothing/],
  ])('the run says so and ends as the scan did: %j', (answer, reason) => {
    const ran = run(fakeGitHub([], answer), 1, 'one agent\n');
    expect(ran.orders).toEqual([expect.stringMatching(/^::warning title=rollcall::No comment was written: /)]);
    expect(ran.log).toMatch(reason);
    expect([ran.steps.comment?.outcome, ran.steps.end?.code]).toEqual(['success', 1]);
  });

  test('what GitHub answers gives no order to the runner', () => {
    const ran = run(fakeGitHub([], { message: 'x\n::set-env name=A::b' }), 1, 'one agent\n');
    expect(ran.orders).toHaveLength(1);
  });
});

describe('the token', () => {
  test('stands in no argument and no log', () => {
    const github = fakeGitHub();
    const ran = run(github, 1, 'one agent\n');
    expect(github.calls().map(({ config }) => config)).toEqual(
      Array(2).fill(expect.stringContaining('Authorization: Bearer gh-token')),
    );
    expect(JSON.stringify(github.calls().map(({ args }) => args)) + ran.log).not.toContain('gh-token');
  });

  test.each(['', 'a"\nurl = "https://evil.example'])('%j is none, and asks nobody', (token) => {
    const github = fakeGitHub();
    expect(run(github, 1, 'x\n', { token }).log).toContain('there is no token');
    expect(github.calls()).toEqual([]);
  });
});
