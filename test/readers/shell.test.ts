import { describe, expect, test } from 'vitest';
import { handed, named, readAs } from './facts.ts';

const sh = (text: string) => readAs('main.sh', text);

describe('a request', () => {
  test.each([
    ['is sent with data', 'curl https://a.b/c -d \'{"model": "m"}\'', 'curl.post', { body: '{model: m}' }],
    [
      'is sent with options joined',
      'curl -sXPOST https://a.b/c --json=\'{"model": "m"}\'',
      'curl.post',
      { body: '{model: m}' },
    ],
    ['is sent by wget', 'wget -qO- --post-data=\'{"model": "m"}\' https://a.b/c', 'wget.post', { body: '{model: m}' }],
    [
      'is sent by httpie',
      'http POST https://a.b/c model=m tools:=[1]',
      'http.post',
      { body: '{model: m, tools: [?]}' },
    ],
    ['reads', 'curl -fsSL https://a.b/c -H "x: y"', 'curl.get', { headers: '[x: y]' }],
    ['reads by a method', 'curl -X GET https://a.b/c -d x', 'curl.get', { body: '?' }],
    ['stands behind a wrapper', 'time timeout 5 curl https://a.b/c', 'curl.get', {}],
    [
      'sends what is written to it',
      'echo \'{"model": "m"}\' | curl https://a.b/c -d @-',
      'curl.post',
      { body: '{model: m}' },
    ],
    [
      'sends a here-document',
      'curl https://a.b/c -d @- <<EOF\n{"model": "$M", "tools": [{}]}\nEOF',
      'curl.post',
      { body: '{model: $M, tools: [{}]}' },
    ],
    [
      'sends what jq makes',
      'curl https://a.b/c -d "$(jq -n --arg m big \'{model: $m, x: ["a" | b]}\')"',
      'curl.post',
      { body: '{model: big, x: [a]}' },
    ],
  ])('%s', async (_title, text, name, expected) => {
    const reading = await sh(text);
    expect(named(reading, name)).toHaveLength(1);
    expect(handed(reading, name)).toEqual({ url: 'https://a.b/c', ...expected });
  });

  test('goes to a URL put together from variables, defaults and arguments', async () => {
    const text = `BASE=\${BASE:-https://a.b}\nask() { curl "$BASE/$1" -d x; }\nask c`;
    expect(handed(await sh(text), 'curl.post').url).toBe('https://a.b/c');
  });

  test('may be no program but a text', async () => {
    expect(
      named(await sh('echo "curl https://a.b -d x"\ncat > x.sh <<EOF\ncurl https://a.b -d x\nEOF'), 'curl.post'),
    ).toEqual([]);
  });
});

describe('a command', () => {
  test.each([
    ['with its words', 'run -p \'a b\' "c"d', ['run', '-p', 'a b', 'cd']],
    ['with items of a list', `a=(-p x)\na+=(y)\nrun "\${a[@]}"`, ['run', '-p', 'x', 'y']],
    ['in a variable', 'R=run\n"$R" x', ['run', 'x']],
    ['with what is decided at run time', 'run "$X" $(date)', ['run', '$X', '?']],
  ])('%s', async (_title, text, expected) => {
    expect(Object.values(handed(await sh(text), 'command line'))).toEqual(expected);
  });

  test('that reads is handed what is written', async () => {
    expect(handed(await sh('echo hi | run -p'), 'command line')).toEqual({ 0: 'echo', 1: 'hi' });
    expect(named(await sh('echo hi | run -p'), 'command line')).toHaveLength(2);
  });

  test('is run by functions that run what they are handed', async () => {
    const text = 'retry() { for i in 1 2; do "$@"; done; }\nretry run -p\nportable_timeout 30s run -q';
    expect(named(await sh(text), 'command line').filter((call) => !call.endsWith(':1'))).toHaveLength(2);
    expect(named(await sh('log() { echo "$1"; }\nlog run -p'), 'command line')).toEqual(['#command line:1']);
  });

  test('of a text is that text', async () => {
    expect(handed(await sh("bash -lc 'run -p'"), 'sh -c')).toEqual({ 0: 'run -p' });
  });

  test('that starts a file of the tree leads to it', async () => {
    const { facts } = await sh('uv run python -u app/main.py --x\n./b.sh\nsource "$D/lib.sh"\npython -c 1');
    expect(facts.flatMap((fact) => (fact.kind === 'import' ? fact.module : []))).toEqual([
      './app/main.py',
      './b.sh',
      './lib.sh',
    ]);
  });
});

test('variables that are handed on are named', async () => {
  const { facts } = await sh(`export A=1\nB=2 run "\${C:?missing}"`);
  expect(facts.flatMap((fact) => (fact.kind === 'variable' ? fact.name : []))).toEqual(['A', 'B', 'C']);
});

test.each(['$(', '{ ', 'if true; then ', '((', `\${a:-`, "echo '", 'cat <<EOF\n'])(
  'thousands of %j are read in time',
  async (piece) => {
    const start = performance.now();
    expect((await sh(piece.repeat(5_000))).facts.length).toBeGreaterThanOrEqual(0);
    expect(performance.now() - start).toBeLessThan(12000);
  },
);
