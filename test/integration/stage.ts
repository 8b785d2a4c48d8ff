import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { home } from '../world.ts';
import { temporary } from './runner.ts';

/** A comment of the pull request, as our stand-in for GitHub keeps it. */
export interface Comment {
  readonly id: string;
  readonly body: string;
  readonly viewerDidAuthor: boolean;
}

/** A program of that name, written in JavaScript, in a folder for PATH. */
export function program(name: string, script: string): string {
  const folder = temporary();
  const path = join(folder, name);
  writeFileSync(path, `#!${process.execPath}\n${script}`);
  chmodSync(path, 0o755);
  return folder;
}

/** A GitHub that curl speaks to: two comments a page, and every question is kept. */
export function fakeGitHub(comments: readonly Comment[] = [], answer: unknown = null) {
  const state = join(temporary(), 'state.json');
  writeFileSync(state, JSON.stringify({ comments, calls: [], answer }));
  const path = program('curl', `const file = ${JSON.stringify(state)};\n${curl}`);
  const read = (): { comments: Comment[]; calls: { args: string[]; config: string; variables: unknown }[] } =>
    JSON.parse(readFileSync(state, 'utf8'));
  return { path, comments: () => read().comments, calls: () => read().calls };
}

const curl = `
const { readFileSync, writeFileSync } = require('node:fs');
const state = JSON.parse(readFileSync(file, 'utf8'));
const args = process.argv.slice(2);
const config = readFileSync(0, 'utf8');
const { query, variables } = JSON.parse(readFileSync(args[args.indexOf('--data-binary') + 1].slice(1), 'utf8'));
state.calls.push({ args, config, variables });
process.stdout.write(JSON.stringify(answered()));
writeFileSync(file, JSON.stringify(state));

function answered() {
  const { comment, body, after } = variables;
  if (query.includes('mutation') && state.answer) return state.answer;
  if (query.includes('addComment')) state.comments.push({ id: 'new', body, viewerDidAuthor: true });
  if (query.includes('updateIssueComment')) state.comments.find(({ id }) => id === comment).body = body;
  const from = Number(after ?? 0);
  const page = { hasNextPage: from + 2 < state.comments.length, endCursor: String(from + 2) };
  const comments = { nodes: state.comments.slice(from, from + 2), pageInfo: page };
  return { data: { repository: { pullRequest: { id: 'PR', comments } } } };
}`;

/** A place of the action whose rollcall writes down its arguments, and some reports, and ends with a code. */
export function recorder(code: number, reports: Readonly<Record<string, string>> = {}) {
  const actionPath = temporary();
  cpSync(join(home, 'action'), join(actionPath, 'action'), { recursive: true });
  mkdirSync(join(actionPath, 'bin'));
  writeFileSync(
    join(actionPath, 'bin/rollcall.js'),
    `const { writeFileSync } = require('node:fs');
     const args = process.argv.slice(2);
     if (args[0] !== '--version') writeFileSync(${JSON.stringify(join(actionPath, 'args.json'))}, JSON.stringify(args));
     const reports = ${JSON.stringify(reports)};
     for (const wish of args) {
       const [, format, file] = /^(\\w+)=(.*)$/s.exec(wish) ?? [];
       if (reports[format] !== undefined) writeFileSync(file, reports[format]);
     }
     if (args[0] !== '--version') { console.log('::error::from a name'); console.error('::set-env name=A::b'); }
     process.exitCode = args[0] === '--version' ? 0 : ${code};`,
  );
  return { actionPath, args: (): string[] => JSON.parse(readFileSync(join(actionPath, 'args.json'), 'utf8')) };
}

/** Runs git in a folder. */
export function git(cwd: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@acme.example', '-c', 'commit.gpgsign=false'];
  const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, expect.anything()]);
  return stdout.trim();
}

/** Writes files into a folder and commits them. */
export function commit(cwd: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  git(cwd, 'add', '--all');
  git(cwd, 'commit', '--quiet', '--message', 'change');
}

/** A checkout of a repository that has these files in its branch main, and origin/main beside it. */
export function checkout(files: Readonly<Record<string, string>>): string {
  const [origin, clone] = [temporary(), temporary()];
  git(origin, 'init', '--quiet', '--initial-branch', 'main');
  commit(origin, files);
  git(clone, 'clone', '--quiet', origin, 'shop');
  return join(clone, 'shop');
}

/** An npm that installs this rollcall whatever it is asked for, or nothing that runs; both write down how they were called. */
export function npm(runs = true) {
  const told = temporary();
  const path = program(
    'npm',
    `const { mkdirSync, writeFileSync } = require('node:fs');
     const { join } = require('node:path');
     const args = process.argv.slice(2);
     const told = (name) => join(${JSON.stringify(told)}, name);
     writeFileSync(told('npm'), JSON.stringify(args));
     const folder = join(args[args.indexOf('--prefix') + 1], 'node_modules/.bin');
     mkdirSync(folder, { recursive: true });
     const script = \`#!${process.execPath}
       require('node:fs').writeFileSync(\${JSON.stringify(told('rollcall'))}, JSON.stringify(process.argv.slice(2)));
       ${runs ? `import(${JSON.stringify(pathToFileURL(join(home, 'bin/rollcall.js')).href)});` : ''}\`;
     writeFileSync(join(folder, 'rollcall'), script, { mode: 0o755 });`,
  );
  const read = (name: string): string[] => JSON.parse(readFileSync(join(told, name), 'utf8'));
  return { path, args: () => ({ npm: read('npm'), rollcall: read('rollcall') }) };
}
