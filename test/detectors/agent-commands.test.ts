import { describe, expect, test } from 'vitest';
import { agentCommands } from '../../src/detectors/agent-commands.ts';
import { rules } from './world.ts';

const started = (text: string) => agentCommands(text, rules).map(({ rule, offset }) => `${rule.name} ${offset}`);

describe('an agent is started', () => {
  test.each([
    ['helper -p "do it"', 'helper 0'],
    ['helper --model x --print=json', 'helper 0'],
    ['helper exec x', 'helper 0'],
    ['helper task run x', 'helper 0'],
    ['oneshot', 'oneshot 0'],
    ['toolbox helper -p x', 'toolbox helper 0'],
    ['a && helper -p x', 'helper 5'],
    ['a | helper -p', 'helper 4'],
    ['a; helper -p', 'helper 3'],
    ['a\nhelper \\\n  -p', 'helper 2'],
    ['(cd x; helper -p y)', 'helper 7'],
    ['OUT=$(helper -p x)', 'helper 6'],
    ['OUT="a $(helper -p x) b"', 'helper 9'],
    ['OUT="`helper -p x`"', 'helper 6'],
    ['diff <(helper -p x) y', 'helper 7'],
    ['if helper -p x; then y; fi', 'helper 3'],
    ['FOO=1 BAR="2 3" helper -p x', 'helper 16'],
    ['sudo -u bob timeout 30 helper -p x', 'helper 23'],
    ['env A=1 ./node_modules/.bin/helper -p x', 'helper 8'],
    ['xargs -n 1 helper -p', 'helper 11'],
    ['npx -y @helper/cli@latest -p x', 'helper 7'],
    ['npx --yes helper -p x', 'helper 10'],
    ['pnpm dlx @helper/cli -p x', 'helper 9'],
    ['uv run oneshot', 'oneshot 7'],
    ['python -m oneshot', 'oneshot 10'],
    ["cat <<'EOF' | helper -p\nhelper -p\nEOF\n", 'helper 14'],
    [`helper -p "\${{ github.event.issue.title || '"' }}"`, 'helper 0'],
  ])('%s', (text, found) => {
    expect(started(text)).toEqual([found]);
  });

  test('inside a shell that is given its script', () => {
    expect(started("bash -ec 'helper -p x'")).toEqual(['helper 9']);
  });

  test('with its arguments as words', () => {
    const [command] = agentCommands(`helper -p 'a b' "c"d \\e`, rules);
    expect(command?.arguments.map(({ text }) => text)).toEqual(['-p', 'a b', 'cd', 'e']);
  });
});

describe('no agent is started', () => {
  test.each([
    'echo "helper -p x"',
    "echo 'helper -p x'",
    'echo helper -p x',
    '# helper -p x',
    'a # helper -p x',
    'helper "interactive"',
    'toolbox other -p x',
    'toolbox helper --version',
    'helper run task',
    'which helper; helper --version',
    'npm install -g @helper/cli',
    'grep -r "; helper -p" .',
    'cat <<EOF\nhelper -p x\nEOF',
    'cat <<-"END"\n\thelper -p x\n\tEND',
    'my-helper -p x',
    'timeout 30',
    '',
  ])('%s', (text) => {
    expect(started(text)).toEqual([]);
  });
});

test.each(['$(', '`', '"', "'", '<<a\n', '${{', '${', '(', '\\', 'a '])(
  'a hundred thousand times %j is read in time',
  (piece) => {
    const start = performance.now();
    expect(agentCommands(piece.repeat(100_000), rules)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(8000);
  },
);
