import { expand } from '../src/ruleset/template.ts';

/** A key that looks as if OpenAI had issued it, made when the test runs; the same seed gives the same key. */
export function openaiKey(seed: string): string {
  return expand('sk-proj-{{word:74}}T3BlbkFJ{{word:74}}', seed);
}
