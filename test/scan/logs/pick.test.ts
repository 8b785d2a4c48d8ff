import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Blob } from '../../../src/model/blob.ts';
import { logsAmong, looksLikeLog } from '../../../src/scan/logs/among.ts';
import { rules } from '../../world.ts';

const squid =
  '1795186400.012    220 10.0.4.7 TCP_TUNNEL/200 5342 CONNECT api.openai.com:443 - HIER_DIRECT/198.51.100.7 -\n';
const quiet = squid.replace('api.openai.com', 'example.org');
const trail = { eventSource: 'bedrock.amazonaws.com', eventName: 'Converse', eventTime: '2026-11-20T14:53:42Z' };

function blob(path: string, content: string | Uint8Array): Blob {
  return {
    kind: 'blob',
    place: 'p',
    origin: { kind: 'file', path },
    content: { kind: 'bytes', bytes: Buffer.from(content) },
  } as Blob;
}

/** Whether a file is one of the logs. */
async function isPicked(path: string, content: string | Uint8Array, isNamed = false): Promise<boolean> {
  const picked = await logsAmong([blob(path, content)], { rules: rules() }, () => isNamed);
  return picked.size === 1;
}

describe('a log of traffic is', () => {
  test.each<[string, string | Uint8Array]>([
    ['access.log', squid],
    ['access.log', quiet],
    ['access.log.1', squid],
    ['access.log-20261120.gz', gzipSync(squid)],
    ['cloudtrail.ndjson', `${JSON.stringify(trail)}\n`],
    ['cloudtrail_log', JSON.stringify({ Records: [trail] }, null, 1)],
    ['proxy.jsonl', `${JSON.stringify({ Records: [trail] })}\n`],
  ])('%s', async (path, content) => {
    expect(await isPicked(path, content)).toBe(true);
  });

  test('what begins with lines of another kind, where it tells of calls and nothing but a log has its name', async () => {
    const text = `${'starting up, please wait\n'.repeat(200)}${squid}`;
    expect(await isPicked('app.log', text)).toBe(true);
    expect(await isPicked('app.jsonl', text)).toBe(false);
    expect(await isPicked('app.log', text.replace('api.openai.com', 'example.org'))).toBe(false);
  });

  test('what a person names, whatever it is called and wherever it lies', async () => {
    expect(await isPicked('notes', squid)).toBe(false);
    expect(await isPicked('notes', squid, true)).toBe(true);
    expect(await isPicked('test/access.log', squid, true)).toBe(true);
    expect(await isPicked('notes', 'It rains.\n', true)).toBe(false);
  });
});

describe('no log of traffic is', () => {
  test.each([
    ['app.log', 'started\nstopped\n'],
    ['empty.log', ''],
    ['test/access.log', squid],
    ['docs/access.log', squid],
    ['examples/access.log', squid],
    ['vendor/access.log', squid],
    ['data.jsonl', '{"a":1}\n{"a":2}\n'],
    ['build.har', '{\n "log": "no"\n}'],
  ])('%s', async (path, content) => {
    expect(await isPicked(path, content)).toBe(false);
  });
});

describe('a name that a log may have', () => {
  test.each([
    'a.log',
    'var/a.log.2.gz',
    'a.log.zst',
    'dns-log',
    'dns_log',
    'x.har',
    'eve.json',
    'log/eve.json',
    'a.NDJSON',
  ])('%s', (path) => {
    expect(looksLikeLog.test(path)).toBe(true);
  });

  test.each(['a.json', 'catalog', 'log', 'logger.py', 'a.log.md.txt.exe.zip', 'sleeve.json', 'blog'])(
    'and not %s',
    (path) => {
      expect(looksLikeLog.test(path)).toBe(false);
    },
  );
});
