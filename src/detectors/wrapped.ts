import type { Document } from '../model/document.ts';
import type { Evidence } from '../model/evidence.ts';
import type { CallFact } from '../model/fact.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { address, hostRule, isInference } from '../text/host.ts';
import { bodyOf } from './body.ts';
import { sent } from './request.ts';
import { spellings } from './spelling.ts';

/** What functions that send something are called, whoever wrote them. */
const sending =
  /^_*(?:(?:make|send|do|run|api|http|safe|perform|execute|remote|signed)_?)?(?:post|request|call|fetch|stream|send)(?:_?(?:json|request|async|api|stream|data|to)){0,3}$/i;

/** Doubles answer for a host, they do not ask it. */
const doubles = /mock|fake|stub|nock|msw|respx|responses|intercept|wiremock/i;

/**
 * A function of one's own that is handed the address of an inference endpoint and something to send:
 * `$api->post('https://api.openai.com/v1/chat/completions', $body)`.
 */
export function* wrapped(document: Document, fact: CallFact, rules: RuleSet): Iterable<Evidence> {
  const { module, path } = fact.ref;
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (fact.args.length < 2 || !sending.test(name) || doubles.test(`${module}.${path}`)) return;
  for (const { value } of fact.args.slice(0, 3)) {
    for (const text of spellings(value)) {
      const to = /^https?:\/\//i.test(text) ? address(text) : null;
      const host = to && hostRule(to, rules);
      if (!to || host?.kind !== 'api' || !isInference(to.written, host, rules)) continue;
      const body = bodyOf(document, fact, undefined);
      yield sent(document, fact, { provider: host.provider, host: to.host, path: to.path ?? '', asks: true, body });
      return;
    }
  }
}
