import { describe, expect, test } from 'vitest';
import { binaryFormat, recogniseDocument, recogniseLines } from '../../../src/scan/logs/recognise.ts';
import { rules } from '../../world.ts';

const squid = '1795186400.012    220 10.0.4.7 TCP_TUNNEL/200 5342 CONNECT example.org:443 - HIER_DIRECT/198.51.100.7 -';
const dnsmasq = 'Nov 20 14:53:19 dnsmasq[30411]: query[A] example.org from 10.0.4.7';

describe('the first lines tell', () => {
  test('the formats, most frequent first', () => {
    expect(recogniseLines(`${dnsmasq}\n${squid}\n${squid}\n`, rules())?.[0]).toBe('squid');
    expect(recogniseLines(`${dnsmasq}\n${dnsmasq}\n${squid}\n`, rules())?.at(-1)).toBe('squid');
  });

  test('where half of them fit, and not where fewer do', () => {
    expect(recogniseLines(`${squid}\nwhat?\n`, rules())).toEqual(['squid']);
    expect(recogniseLines(`${squid}\nwhat?\nhow?\nwhy?\n`, rules())).toBeNull();
  });

  test('a last line that is cut off tells nothing, unless it is the only one', () => {
    expect(recogniseLines(`what\n${squid.slice(0, 40)}`, rules())).toBeNull();
    expect(recogniseLines(squid, rules())).toEqual(['squid']);
    expect(recogniseLines('', rules())).toBeNull();
  });
});

test('a document is a log where one of its items is a record', () => {
  const record = { eventSource: 'bedrock.amazonaws.com', eventName: 'Converse', eventTime: '2026-11-20T14:53:42Z' };
  expect(recogniseDocument(JSON.stringify({ Records: [record] }), rules())).toBe(true);
  expect(recogniseDocument(JSON.stringify({ Records: [{ a: 1 }] }), rules())).toBe(false);
  expect(recogniseDocument('{"Records": [', rules())).toBe(false);
});

test.each<[string, string | null]>([
  ['d4c3b2a1', 'pcap'],
  ['a1b2c3d4', 'pcap'],
  ['0a0d0d0a', 'pcap'],
  [Buffer.from('1234:7:version;2:21#').toString('hex'), 'mitmproxy'],
  [Buffer.from('1234: version').toString('hex'), null],
  ['', null],
])('bytes that begin with %s are of %s', (hex, format) => {
  expect(binaryFormat(Buffer.from(hex, 'hex'))).toBe(format);
});
