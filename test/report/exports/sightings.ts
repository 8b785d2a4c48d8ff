import { join } from 'node:path';
import { hostCatalogue } from '../../../src/report/exports/catalogue.ts';
import { readRules } from '../../../src/ruleset/load.ts';
import { address, hostRule, isInference } from '../../../src/text/host.ts';
import { home, rules } from '../../world.ts';

/** A request that was seen, and what it is by the matching of rollcall itself. */
export interface Sighting {
  readonly host: string;
  readonly path: string;
  /** Provider and kind of the host, `null` where it is nobody's. */
  readonly rule: { readonly provider: string; readonly kind: string; readonly shared: boolean } | null;
  /** Whether its path tells a model; of a host that is not shared always. */
  readonly isTold: boolean;
}

export const catalogue = hostCatalogue(rules());

/** Names that look like one of a provider's and are none. */
export const lookAlikes = [
  'notopenai.com',
  'api-openai.com',
  'api.openai.com.evil.example',
  'openai.com.cdn.example.net',
  'my-res.openai.azure.com.attacker.example',
  'openai.azure.com',
  's3.us-east-1.amazonaws.com',
  'bedrock-runtime.bucket.s3.us-east-1.amazonaws.com',
  'xbedrock-runtime.us-east-1.amazonaws.com',
  'evil.us-central1-aiplatform.googleapis.com',
  'www.example.com',
] as const;

/** Every host of the rules, instances of every pattern, the hosts that examples name, each with its look-alikes. */
export function sightings(): readonly Sighting[] {
  made ??= collected();
  return made;
}

let made: readonly Sighting[] | null = null;

function collected(): readonly Sighting[] {
  const { hosts, patterns } = catalogue;
  const paths = [...new Set([...hosts, ...patterns].flatMap((entry) => entry.paths.slice(0, 1)))];
  const named = [
    ...hosts.map(({ host }) => host),
    ...patterns.flatMap(({ host }) => instances(host)),
    ...exampleHosts(),
  ];
  const wrong = named.flatMap((host) => [`not${host}`, `${host}.evil.example`, host.replace('.', '-')]);
  return [
    ...[...hosts, ...patterns].flatMap(({ host, paths: own }) => {
      const told = [...own.slice(0, 3), ...own.slice(-1)];
      return instances(host).flatMap((name) =>
        told.flatMap((path) => [sighting(name, `/a${path}?b=c`), sighting(name, `/a${path}x-y`)]),
      );
    }),
    ...[...new Set([...named, ...wrong, ...lookAlikes])].map((host) => sighting(host, '/v1/nothing')),
    ...lookAlikes.flatMap((host) => paths.map((path) => sighting(host, path))),
  ];
}

/** A name that a pattern means, with one label more where it begins with any number of them. */
function instances(pattern: string): readonly string[] {
  const one = pattern.replace(/^\*\./, 'my-res-1.').replaceAll('*', 'eu-west-1');
  return pattern.startsWith('*.') ? [one, `a.${one}`] : [one];
}

/** Hosts of providers that stand in the examples of their rules. */
function exampleHosts(): readonly string[] {
  const named = readRules(join(home, 'rules')).flatMap(
    ({ text }) => text.match(/\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b/g) ?? [],
  );
  return [...new Set(named)].filter((host) => ruleOf(host) !== null);
}

function sighting(host: string, path: string): Sighting {
  const rule = ruleOf(host);
  const bare = path.replace(/[?#].*$/, '');
  return { host, path, rule, isTold: rule !== null && (!rule.shared || isInference(bare, rule, rules())) };
}

function ruleOf(host: string) {
  const place = address(host);
  return place === null ? null : hostRule(place, rules());
}
