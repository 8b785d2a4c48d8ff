import { describe, expect, test } from 'vitest';
import { handed, named, readAs } from './facts.ts';

const ps = (text: string) => readAs('main.ps1', text);

describe('a request', () => {
  test('sends what a table or a text holds', async () => {
    const table =
      '$body = @{ model = $Model; n = @(1) } | ConvertTo-Json\nirm "https://a.b/c" -Method Post -Body $body';
    expect(handed(await ps(table), 'rest.post')).toMatchObject({
      uri: 'https://a.b/c',
      body: '{model: #model, n: [1]}',
    });
    const here = 'Invoke-RestMethod -Uri $u -Body @"\n{"model": "m-1"}\n"@';
    expect(handed(await ps(here), 'rest.post')).toEqual({ uri: '#u', body: '{model: m-1}' });
  });

  test('takes its options from a table', async () => {
    const text = '$o = @{ Uri = "https://a.b"; Body = "x" }\nInvoke-WebRequest @o';
    expect(handed(await ps(text), 'rest.post')).toEqual({ uri: 'https://a.b', body: 'x' });
  });

  test('without a body reads', async () => {
    expect(named(await ps('iwr -Uri "https://a.b"'), 'rest.get')).toEqual(['#rest.get:1']);
  });
});

describe('a command', () => {
  test.each([
    ['with its words', 'run -p "a $env:B" --x y', { 0: 'run', 1: '-p', 2: 'a $B', 3: '--x', 4: 'y' }],
    ['by a sign', "& 'run' -p", { 0: 'run', 1: '-p' }],
    ['by another', 'Start-Process -FilePath run -ArgumentList "-p", "x"', { 0: 'run', 1: '-p', 2: 'x' }],
  ])('%s', async (_title, text, expected) => {
    expect(handed(await ps(text.replace('$env:B', '$b')), 'command line')).toEqual(
      Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, value.replace('$B', '{}')])),
    );
  });

  test('is handed a list', async () => {
    expect(handed(await ps('$o = @("-p", "x")\n& run @o'), 'command list')).toEqual({ 0: 'run', 1: '[-p, x]' });
  });

  test('of PowerShell itself starts nothing', async () => {
    expect(named(await ps('Write-Host "run -p"'), 'command line')).toEqual([]);
  });
});

test('parameters are what callers hand over, or their defaults', async () => {
  const text = 'function Ask {\n  param([string]$Model = "m-1", $Q)\n  run --model $Model $Q\n}\nAsk -Q hi';
  expect(handed(await ps(text), 'command line')).toEqual({ 0: 'run', 1: '--model', 2: 'm-1', 3: 'hi' });
});
