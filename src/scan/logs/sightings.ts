import type { WitnessOf } from '../../model/census.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import type { Traffic } from '../../model/traffic.ts';
import { hostRule } from '../../text/host.ts';
import { none } from '../../text/none.ts';
import { isoTime } from '../../wire/time.ts';

/** A log's name where all logs of a scan are counted together: place and file. */
export function logKey(place: string, file: string): string {
  return `${place}\0${file}`;
}

/** What was counted, as evidence. It stands where the first of its records does. */
export function sightingOf(traffic: Traffic, rules: RuleSet): WitnessOf<'traffic'> {
  const { caller, client, provider, host, hostKind, basis, api, samples, models, agents } = traffic;
  const began = isoTime(traffic.first);
  const [first] = samples;
  const [place = '', file = ''] = first?.file.split('\0') ?? [];
  return {
    kind: 'traffic',
    rule: provider ?? 'traffic',
    place,
    file,
    line: first?.line ?? 1,
    column: 1,
    provider,
    framework: null,
    confidence: basis === 'dns' || basis === 'ip' ? 'low' : basis === 'fqdn' || provider === null ? 'medium' : 'high',
    weight: hostKind === 'api' && !(provider === null && looksLike(host, rules)) ? 'use' : 'mention',
    context: 'production',
    within: null,
    caller,
    client,
    host,
    basis,
    api,
    count: traffic.count,
    denied: traffic.denied,
    bytesOut: traffic.bytesOut,
    bytesIn: traffic.bytesIn,
    first: began,
    last: traffic.last === traffic.first ? began : isoTime(traffic.last),
    programs: traffic.programs,
    userAgents: traffic.userAgents,
    lines: samples.map((sample) => ({
      file: sample.file === first?.file ? file : (sample.file.split('\0')[1] ?? ''),
      line: sample.line,
    })),
    level: client === 'assistant' || agents.length > 0 ? 'agent' : 'caller',
    models,
    // The host that a provider's own client goes to says no more than the provider does; one's own resource, or gateway, does.
    hosts: host === null || isOrdinary(host, rules) ? none : [host],
    dynamic: none,
    attachedBy: 'caller',
  };
}

/** `api.openai.com.example.net`: whose it is stands at its end, and what it begins with is to deceive. */
function looksLike(host: string | null, rules: RuleSet): boolean {
  const labels = host?.split('.') ?? [];
  return labels.some(
    (_, end) => end > 1 && hostRule({ host: labels.slice(0, end).join('.'), port: null }, rules) !== null,
  );
}

/** A host of the provider's own, in whatever region: a name that stands before the rest of a pattern is one's own resource. */
function isOrdinary(host: string, rules: RuleSet): boolean {
  const rule = hostRule({ host, port: null }, rules);
  return rule !== null && !/^\*(?:\.|$)/.test(rule.host);
}
