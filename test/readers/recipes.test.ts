import { describe, expect, test } from 'vitest';
import { handed, named, readAs } from './facts.ts';

/** Each command line with its words, and the line it stands on. */
async function commands(file: string, text: string): Promise<string[]> {
  const { facts } = await readAs(file, text);
  return facts.flatMap((fact) =>
    fact.kind === 'call' ? `${fact.at.line}: ${Object.values(handed({ facts: [fact] }, fact.ref.path)).join(' ')}` : [],
  );
}

describe('a Dockerfile', () => {
  test('runs commands in all spellings', async () => {
    const text = [
      'FROM node:22 AS base',
      'RUN --mount=type=cache,target=/x npm i && \\',
      '    # a remark',
      '    run -a',
      'HEALTHCHECK --interval=5m CMD run -b || exit 1',
      'ENTRYPOINT ["run", "-c", "d, [e]"]',
      'CMD run -f',
    ].join('\n');
    expect(await commands('Dockerfile', text)).toEqual([
      '2: npm i',
      '4: run -a',
      '5: run -b',
      '5: exit 1',
      '6: run -c d, [e]',
      '7: run -f',
    ]);
  });

  test('runs a document, and copies another', async () => {
    const text = 'COPY <<EOF /x\nrun -a\nEOF\nRUN <<EOF\nrun -b\nEOF\nRUN run -c';
    expect(await commands('app.dockerfile', text)).toEqual(['5: run -b', '7: run -c']);
  });

  test('sets variables, which its commands use', async () => {
    const text =
      'ARG MODEL=m-1\nENV A=1 B="2 3" \\\n    # a remark\n    C=4\nENV OLD value\nENV KEY\nCMD run $MODEL $B';
    const { facts } = await readAs('Dockerfile', text);
    const entries = facts.flatMap((fact) =>
      fact.kind === 'entry' ? `${fact.path.join('.')}=${fact.value}:${fact.at.line}` : [],
    );
    expect(entries).toEqual(['MODEL=m-1:1', 'A=1:2', 'B=2 3:2', 'C=4:4', 'OLD=value:5']);
    expect(await commands('Dockerfile', text)).toEqual(['7: run m-1 2 3']);
  });
});

test('a Makefile runs its recipes, with its own variables', async () => {
  const text =
    'MODEL ?= m-1\nTEXT := "a b"\nall: x\n\t@run $(MODEL) "$$HOME" \\\n\t  -b\n\t-run $(TEXT)\nx:\n\t@echo "run -p"\ny = run -q\n';
  expect(await commands('Makefile', text)).toEqual(['4: run m-1 $HOME -b', '6: run a b', '8: echo run -p']);
});

test('a justfile runs its recipes, but for those of other languages', async () => {
  const text =
    'model := "m-1"\n# run -no\nx target="y": z\n    @run {{ model }} {{target}}\npy:\n    #!/usr/bin/env python3\n    run -no\nsh:\n    #!/usr/bin/env bash\n    run -b\n';
  expect(await commands('justfile', text)).toEqual(['4: run m-1 $target', '10: run -b']);
});

test('a Procfile runs its processes', async () => {
  expect(await commands('Procfile', 'web: run -a\n# x: run -no\nworker: A=1 run -b\n')).toEqual([
    '1: run -a',
    '3: run -b',
  ]);
});

test('lines end as they do elsewhere, and nothing starts by itself', async () => {
  const reading = await readAs('Makefile', 'all:\r\n\tcurl https://a.b/c -d x\r\n');
  expect(named(reading, 'curl.post')).toEqual(['#curl.post:2']);
  expect(reading.entry).toBe(false);
});

test('an instruction of a Dockerfile stands behind an empty line', async () => {
  expect(await commands('Dockerfile', 'FROM x\n\nENV A=1\n\n\nCMD run -a\n')).toEqual(['6: run -a']);
});
