// Makes logs to measure with: the same seed gives the same bytes. Hosts of models are drawn from the rules; all else is made up.
import { closeSync, openSync, writeSync } from 'node:fs';
import type { RuleSet } from '../model/ruleset.ts';

/** The layouts that can be made: Squid's native log, and Zeek's `ssl.log` in both of its forms. */
export const layouts = ['squid', 'zeek-tsv', 'zeek-json'] as const;
export type Layout = (typeof layouts)[number];

/** Of a thousand lines, how many name a model's host, and how many a host that merely looks like one. */
const [hits, lookAlikes] = [5, 2];

const block = 4 << 20;

/** What happened, before it is written in a layout. */
interface Visit {
  /** Seconds since 1970. */
  readonly at: number;
  readonly client: string;
  readonly server: string;
  readonly host: string;
  readonly random: Random;
}

/** A number from 0 to below `below`. */
type Random = (below: number) => number;

/** Writes a log of at least so many bytes, and less than a line more. */
export function writeLog(path: string, layout: Layout, bytes: number, rules: RuleSet): void {
  const file = openSync(path, 'w');
  const next = visits(rules);
  let left = bytes;
  let text = layout === 'zeek-tsv' ? zeekHead : '';
  while (left > 0) {
    while (text.length < Math.min(block, left)) text += line[layout](next());
    left -= writeSync(file, text, null, 'latin1');
    text = '';
  }
  closeSync(file);
}

const line: { readonly [K in Layout]: (visit: Visit) => string } = {
  squid({ at, client, server, host, random }) {
    const head = `${at.toFixed(3)} ${`${random(9000)}`.padStart(6)} ${client}`;
    if (random(3) > 0 || host.includes('api'))
      return `${head} TCP_TUNNEL/200 ${random(90000)} CONNECT ${host}:443 ${one(users, random)} HIER_DIRECT/${server} -\n`;
    return `${head} TCP_MISS/200 ${random(90000)} GET http://${host}${random(decoy.every) === 0 ? decoy.path : one(paths, random)}${random(1e6)} - HIER_DIRECT/${server} text/html\n`;
  },
  'zeek-tsv'({ at, client, server, host, random }) {
    const start = `${at.toFixed(6)}\tC${word(random, 16)}\t${client}\t${40000 + random(20000)}\t${server}\t443`;
    return `${start}\tTLSv13\t${one(ciphers, random)}\tx25519\t${host}\tF\t-\th2\tT\tCsiI\t-\t-\t-\n`;
  },
  'zeek-json'({ at, client, server, host, random }) {
    const start = `{"ts":${at.toFixed(6)},"uid":"C${word(random, 16)}","id.orig_h":"${client}","id.orig_p":${40000 + random(20000)}`;
    return `${start},"id.resp_h":"${server}","id.resp_p":443,"version":"TLSv13","cipher":"${one(ciphers, random)}","curve":"x25519","server_name":"${host}","resumed":false,"next_protocol":"h2","established":true,"ssl_history":"CsiI"}\n`;
  },
};

const zeekHead = `#separator \\x09\n#path\tssl\n#fields\t${'ts uid id.orig_h id.orig_p id.resp_h id.resp_p version cipher curve server_name resumed last_alert next_protocol established ssl_history cert_chain_fps client_cert_chain_fps sni_matches_cert'.replaceAll(' ', '\t')}\n`;

const users = ['-', 'alice', 'bob', 'svc-support-bot', 'svc-build', '-', '-'];
const paths = ['/', '/static/js/main.', '/debian/pool/main/p/', '/v2/items/', '/images/logo.png?v='];
/** Looks like the path of a model, and is none: once in so many. */
const decoy = { path: '/api/v1/messages-from-users/', every: 500 };
const ciphers = ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'];
const ends = ['com', 'com', 'com', 'com', 'net', 'org', 'io', 'ai', 'dev', 'co.uk', 'de', 'example', 'app', 'cn'];
const known =
  'www.google.com github.com api.github.com objects.githubusercontent.com registry.npmjs.org pypi.org files.pythonhosted.org deb.debian.org s3.us-east-1.amazonaws.com sts.amazonaws.com storage.googleapis.com www.googleapis.com oauth2.googleapis.com login.microsoftonline.com outlook.office365.com teams.microsoft.com slack.com wss-primary.slack.com fonts.gstatic.com connect.facebook.net cdn.jsdelivr.net cdnjs.cloudflare.com api.stripe.com sentry.io api.segment.io www.linkedin.com en.wikipedia.org update.googleapis.com clients4.google.com mobile.events.data.microsoft.com'.split(
    ' ',
  );

function visits(rules: RuleSet): () => Visit {
  const random = seeded(1);
  const models = [...rules.hosts.keys(), ...rules.hostPatterns.map(({ host }) => host)];
  let at = 1795186422;
  return () => {
    at += random(40) / 1000;
    const client = `10.${random(8)}.${random(256)}.${random(256)}`;
    const server = `${11 + random(200)}.${random(256)}.${random(256)}.${random(256)}`;
    return { at, client, server, host: hostOf(random, models), random };
  };
}

function hostOf(random: Random, models: readonly string[]): string {
  const lot = random(1000);
  const model = () => one(models, random).replaceAll('*', () => word(random, 8));
  if (lot < hits) return random(2) ? one(['api.openai.com', 'api.anthropic.com', 'API.OpenAI.com'], random) : model();
  if (lot < hits + lookAlikes) return random(2) ? `${model()}.evil.example` : `not${model()}`;
  if (lot < 500) return one(known, random);
  const label = word(random, 3 + random(9));
  return `${one(['www', 'api', 'cdn', 'static', 'img', 'chat', 'app', word(random, 6)], random)}.${label}.${one(ends, random)}`;
}

function word(random: Random, length: number): string {
  let text = '';
  while (text.length < length) text += 'eeetaoinsrhldcumfpgwybvkxjqz0123'[random(32)];
  return text;
}

function one(list: readonly string[], random: Random): string {
  return list[random(list.length)] ?? '';
}

/** The generator mulberry32. */
function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}
