import { describe, expect, test } from 'vitest';
import { optionsIn, optionsOf, type Permitted, permitted } from '../../src/detectors/permitted.ts';
import type { PermissionRule } from '../../src/model/ruleset.ts';
import { simpleCommands } from '../../src/text/shell.ts';

const rule: PermissionRule = {
  arguments: ['args'],
  allow: ['--allow', 'allow', 'settings.rights.allow'],
  deny: ['--deny', 'settings.rights.deny'],
  modes: [
    { name: '--all', names: ['--all', '-a', '--mode all', 'mode all', 'settings.mode all'], access: 'execute' },
    { name: '--mode edits', names: ['--mode edits'], access: 'write' },
  ],
  servers: ['--servers', 'settings.servers'],
  access: new Map([
    ['Bash', 'execute'],
    ['Edit', 'write'],
    ['Read', 'read'],
  ]),
  server: /^mcp__(.+?)(?:__|$)/,
};

function told<At>({ tools, servers, isOpen }: Permitted<At>): string[] {
  return [
    ...tools.map(({ name, access }) => `${name}: ${access}`),
    ...servers.map(({ name, target }) => ['server', name, ...target].join(' ')),
    ...(isOpen ? ['open'] : []),
  ];
}

const command = (text: string) => told(permitted(rule, optionsOf(simpleCommands(text)[0] ?? [])));
const input = (name: string, value: string) => told(permitted(rule, [{ name, values: [value], at: null }]));

describe('what a command line permits', () => {
  test.each([
    ['x --allow "Bash(git diff:*),Read" -p hi', ['Bash(git diff:*): execute', 'Read: read']],
    ['x --allow=Edit Read', ['Edit: write', 'Read: read']],
    ['x --allow Edit Read -p hi', ['Edit: write', 'Read: read']],
    ['x --allow Read --allow Edit', ['Read: read', 'Edit: write']],
    ['x --allow Read "Look after the shelves" Edit', ['Read: read']],
    ['x --allow Read "$PROMPT"', ['Read: read']],
    ['x --allow "$TOOLS"', ['open']],
    [`x --allow "Read,\${{ vars.MORE }}"`, ['Read: read', 'open']],
    ['x --allow "Bash(cat $FILE)"', ['Bash(cat $FILE): execute']],
    ['x --allow constructor', ['constructor: unknown']],
    ['x --allow "*"', ['--allow: execute']],
    [
      'x --allow mcp__shelf__find,mcp__desk',
      ['mcp__shelf__find: unknown', 'mcp__desk: unknown', 'server shelf', 'server desk'],
    ],
    ['x --allow "Bash(ls),Bash(git:*),Edit,Read" --deny "Bash,Edit"', ['Read: read']],
    ['x --deny "Bash(ls)" --allow "Bash(ls),Bash(git:*)"', ['Bash(git:*): execute']],
    ['x -a', ['--all: execute']],
    ['x --mode=all', ['--all: execute']],
    ['x --mode edits', ['--mode edits: write']],
    ['x --mode plan', []],
    ['x --servers shelf,desk', ['server shelf', 'server desk']],
    ['x -p "use --all and --allow Bash"', []],
    ['x -- --all', []],
    ['x', []],
  ])('%s', (text, found) => {
    expect(command(text)).toEqual(found);
  });
});

describe('what an input permits', () => {
  test.each([
    ['allow', 'Bash(npm test)\nEdit\n', ['Bash(npm test): execute', 'Edit: write']],
    ['allow', '["Bash(npm test)", "Edit"]', ['Bash(npm test): execute', 'Edit: write']],
    ['allow', '', []],
    ['mode', 'all', ['--all: execute']],
    ['mode', 'some', []],
    ['settings', '{"rights": {"allow": ["Bash(a, b)", 1], "deny": ["Edit"]}}', ['Bash(a, b): execute']],
    ['settings', '{"mode": "all"}', ['--all: execute']],
    [
      'settings',
      '{"servers": {"shelf": {"command": "npx", "args": ["shelf-mcp"]}, "desk": {"url": "https://desk.example"}, "none": null}}',
      ['server shelf npx shelf-mcp', 'server desk https://desk.example', 'server none'],
    ],
    ['settings', './settings.json', []],
    ['settings', '{"rights": {"allow": [', []],
    ['settings', '[]', []],
    ['prompt', '--all --allow Bash', []],
  ])('%s: %s', (name, value, found) => {
    expect(input(name, value)).toEqual(found);
  });
});

describe('a command line that an input holds', () => {
  test.each([
    ['--turns 5\n# --all\n--allow "Bash(ls)" \\\n  Read', ['Bash(ls): execute', 'Read: read']],
    ['--allow Bash(git diff:*),Read', ['Bash(git diff:*): execute', 'Read: read']],
    ['["--allow", "Bash(git diff:*)"]', ['Bash(git diff:*): execute']],
    [`\${{ inputs.args }}`, ['open']],
    [`--model \${{ inputs.model }}`, []],
    ['', []],
  ])('%j', (text, found) => {
    expect(told(permitted(rule, optionsIn(text)))).toEqual(found);
  });
});

test('beyond what anybody would list, an agent may do anything', () => {
  const names = Array.from({ length: 1001 }, (_, index) => `T${index}`).join(',');
  const { tools, isOpen } = permitted(rule, [{ name: 'allow', values: [names], at: null }]);
  expect([tools.length, isOpen]).toEqual([1000, true]);
});

test('a program of which nothing is known permits nothing', () => {
  expect(told(permitted(null, [{ name: '--all', values: [], at: null }]))).toEqual([]);
});
