import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { approving } from '../cli/approving.ts';
import { caller, folder, rollcall } from '../cli/stage.ts';

/** An entry that approves the agent of these tests, as JSON; fields that a mistake stands in are given. */
function entry(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const match = { repos: [{ repo: 'github.com/acme/shop', paths: ['desk'] }] };
  return { id: 'desk', name: 'Desk', status: 'approved', match, ...more };
}

function json(agents: unknown, more: Readonly<Record<string, unknown>> = { apiVersion: 'rollcall/v1' }): string {
  return JSON.stringify({ ...more, agents }, null, 1);
}

const yaml = 'apiVersion: rollcall/v1\nagents:\n';
const one = '  - { id: desk, name: Desk, status: approved, match: { hosts: [a.example] }';

/** Mistakes, each the only one of its file, and the lines that are named for them. */
const mistakes: readonly (readonly [string, string | Buffer, readonly number[]])[] = [
  ['empty.json', '', [1]],
  ['null.json', 'null', [1]],
  ['string.json', '"approved"', [1]],
  ['array.json', '[]', [1]],
  ['truncated.json', json([entry()]).slice(0, -9), [17]],
  ['nul.json', '\0\0\0', [1]],
  ['utf16.json', Buffer.from(`\ufeff${json([entry()])}`, 'utf16le'), []],
  ['no-version.json', json([entry()], {}), [1]],
  ['future-version.json', json([entry()], { apiVersion: 'rollcall/v999' }), [2]],
  ['version-type.json', json([entry()], { apiVersion: 1 }), [2]],
  ['agents-object.json', json({ length: 1, 0: entry() }), [3]],
  ['agent-null.json', json([null, 1, 'x', []]), [4, 5, 6, 7]],
  ['unknown-field.json', json([{ aproved: true, ...entry() }]), [5]],
  ['status-odd.json', json([{ ...entry(), status: 'APPROVED ' }, entry({ id: 'b', status: true })]), [7, 22]],
  ['status-list.json', json([entry({ status: ['approved'] })]), [7]],
  ['duplicate-id.json', json([entry({ status: 'rejected' }), entry({ match: { hosts: ['a.example'] } })]), [20]],
  ['duplicate-key.json', json([entry()]).replace('"status"', '"status": "rejected",\n"status"'), [8]],
  ['proto.json', json([entry()]).replace('"name"', '"__proto__": { "status": "approved" }, "name"'), [6]],
  ['proto-id.json', json([entry({ id: 'constructor' })]), [5]],
  ...['**', '/**', '../**', '+(+(+(a)))', '{1..9999999}', '', 'a\\b', './a'].map(
    (path) =>
      [
        `wild-path ${path}.json`,
        json([entry({ match: { repos: [{ repo: 'github.com/acme/shop', paths: [path] }] } })]),
        [13],
      ] as const,
  ),
  ...['yesterday', '2026-02-30', '', 0, '+275760-09-13', 'Infinity'].map(
    (expires) =>
      [`date ${expires}.json`, json([entry({ approval: { by: ['a'], at: '2026-01-01', expires } })]), [23]] as const,
  ),
  ['control-text.json', json([entry({ name: '\u001b[2J<script>=1+1\n::error::x' })]), [6]],
  ['huge-string.json', json([entry({ name: 'n'.repeat(5e6) })]), [1]],
  ['long-string.json', json([entry({ name: 'n'.repeat(5e3) })]), [6]],
  ['deep.json', `{"apiVersion":"rollcall/v1",\n"agents":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, [2]],
  ['tabs.yaml', 'apiVersion: rollcall/v1\nagents:\n\t- id: x\n', [3]],
  ['bomb.yaml', bomb(), [14]],
  ['merge.yaml', `apiVersion: rollcall/v1\nagents:\n${one} }\n  - { <<: *b, id: c }\n`, [4]],
  ['self.yaml', `${yaml}  - &r { id: r, name: R, status: pending, match: *r }\n`, [3]],
  ['tag.yaml', 'apiVersion: rollcall/v1\nagents: !!js/function "function(){}"\n', [2]],
  ['norway.yaml', `${yaml}${one.replace('id: desk', 'id: 0x10')} }\n`, [3]],
  ['yes.yaml', `${yaml}${one.replace('approved', 'yes')} }\n`, [3]],
  ['two-docs.yaml', `apiVersion: rollcall/v1\nagents: []\n---\n${yaml}${one} }\n`, [3]],
  ['duplicate.yaml', `apiVersion: rollcall/v1\nagents: []\nagents:\n${one} }\n`, [3]],
  ['not.yaml', '@%`|>*&!\n', [1]],
  ['wild-scope.yaml', `${yaml}${one}, scope: { providers: ['*ai'] } }\n`, [3]],
  ['digest.yaml', `${yaml}${one}, approval: { by: [a], at: 2026-01-01, digest: 'sha256:1' } }\n`, [3]],
];

function bomb(): string {
  const lines = ['apiVersion: rollcall/v1', 'agents:', '  - &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 12; i++)
    lines.push(
      `  - &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    );
  return `${lines.join('\n')}\n`;
}

describe('a registry with a mistake', () => {
  test.each(mistakes)('%s is refused as a whole, with its line', async (name, text, lines) => {
    const file = name.replace(/[^\w.-]/g, '_');
    const cwd = folder({ 'desk/package.json': '{ "name": "desk" }', 'desk/main.js': caller, [file]: '' });
    writeFileSync(join(cwd, file), text);
    const { code, out, err } = await rollcall(['scan', '--registry', file, '--format', 'json', '-q'], { cwd });
    expect([code, out]).toEqual([2, '']);
    const named = [
      ...err.matchAll(new RegExp(`^(?:rollcall: )?${file.replace(/\W/g, '\\$&')}:(\\d+):\\d+: \\S`, 'gm')),
    ];
    expect([...new Set(named.map(([, line]) => Number(line)))]).toEqual(lines);
    expect(err).toMatch(
      lines.length === 0 ? /UTF-8/ : /No entry counts as approved until the registry is free of errors/,
    );
  });

  test('is told from one without, which approves', async () => {
    const cwd = folder({ 'desk/package.json': '{ "name": "desk" }', 'desk/main.js': caller });
    writeFileSync(join(cwd, 'r.yaml'), approving(basename(cwd), null));
    expect((await rollcall(['scan', '--registry', 'r.yaml', '-q'], { cwd })).code).toBe(0);
  });
});
