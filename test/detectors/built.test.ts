import { expect, test } from 'vitest';
import { use } from '../../src/detectors/use.ts';
import { grammar } from '../../src/readers/languages/python/grammar.ts';
import { loadReader } from '../../src/readers/tree-sitter.ts';
import { rules } from '../world.ts';
import { documentOf } from './world.ts';

const python = await loadReader(grammar);

/** Requests in a Python file: provider, confidence and line of each. */
function requests(code: string): string[] {
  return [...use(documentOf(python, 'main.py', code), rules())].flatMap((one) =>
    one.kind === 'request' && one.weight === 'use' ? `${one.provider} ${one.confidence} ${one.line}` : [],
  );
}

const build = 'def ask(self):\n    url = f"{self.base}/chat/completions"\n    return self.wrapped(url)';

test('a URL that is built for a wrapper is a request, and nobody is sure', () => {
  expect(requests(`import httpx\n${build}`)).toEqual(['openai-compatible low 3']);
});

test('a whole URL under a name that says so is one, too', () => {
  expect(requests('import httpx\nAPI_URL = "https://api.openai.com/v1/chat/completions"')).toEqual(['openai low 2']);
});

test('without an HTTP library nothing is sent', () => {
  expect(requests(build)).toEqual([]);
});

test('a path that is served, a page of the vendor and a pattern are no targets', () => {
  expect(requests('import httpx\nROUTE = "/v1/chat/completions"')).toEqual([]);
  expect(requests('import httpx\nDOCS_URL = "https://platform.openai.com/docs"')).toEqual([]);
  expect(requests('import httpx\nHOSTS = ["https://api.openai.com/v1/chat/completions"]')).toEqual([]);
});

test('where a call is told, it is told once', () => {
  const sent = 'httpx.post(f"{base}/chat/completions", json={"model": "m"})';
  expect(requests(`import httpx\nbase = input()\n${sent}`)).toEqual(['openai-compatible medium 3']);
});
