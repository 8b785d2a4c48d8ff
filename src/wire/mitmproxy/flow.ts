import type { NetworkEvent, Resolved } from '../../model/network.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { isUnspecified } from '../../text/ip.ts';
import { addressOf, addressOfBytes, hostName, hostPort, isAddress } from '../destination.ts';
import { eventOf, goalOf, isDenied, type Seen } from '../event.ts';
import { typeText } from '../packets/names.ts';
import type { Parts, Value } from './tnetstring.ts';

/** Types of records that hold addresses. */
const addresses: readonly (Value | undefined)[] = [1, 28];

/** The calls that a flow is. `record` counts from 0. */
export function eventsOf(flow: Parts, record: number, rules: RuleSet): readonly NetworkEvent[] {
  const time = timeOf(flow);
  const seen = { line: null, record, time, source: clientOf(flow) };
  switch (flow.get('type') ?? 'http') {
    case 'http':
      return flow.has('request.method') ? [requested(flow, seen, rules)] : [];
    case 'dns':
      return lookedUp(flow, seen, rules);
    case 'tcp':
    case 'udp':
      return greeted(flow, seen, rules);
    default:
      return [];
  }
}

/** Addresses that a flow of DNS was answered with. */
export function answersOf(flow: Parts): readonly Resolved[] {
  const [question] = maps(flow.get('request.questions'));
  const host = hostName(textOf(question?.get('name')) ?? '');
  if (flow.get('type') !== 'dns' || host === null) return [];
  return maps(flow.get('response.answers')).flatMap((answer) => {
    const data = addresses.includes(answer.get('type')) ? textOf(answer.get('data')) : null;
    const address = data === null ? null : addressOfBytes([...Buffer.from(data, 'latin1')]);
    return address === null || isUnspecified(address)
      ? []
      : [{ host, address, client: clientOf(flow), time: timeOf(flow) }];
  });
}

type Known = Pick<Seen, 'line' | 'record' | 'time' | 'source'>;

function requested(flow: Parts, seen: Known, rules: RuleSet): NetworkEvent {
  const status = flow.get('response.status_code');
  const failed = status === undefined && flow.has('error.msg');
  const { host, port } = whereTo(flow);
  const method = textOf(flow.get('request.method'))?.toUpperCase() ?? null;
  const goal = goalOf({ host, method, path: textOf(flow.get('request.path')), basis: 'http' }, rules);
  const how = { method, userAgent: header(flow, 'user-agent'), address: serverOf(flow) };
  const event = eventOf({ ...seen, host, port, ...how }, goal);
  return failed || isDenied(typeof status === 'number' ? String(status) : null) ? { ...event, denied: true } : event;
}

/** A proxy that nobody knows of sees an address; what the client calls it stands in its request or handshake. */
function whereTo(flow: Parts): { readonly host: string | null; readonly port: number | null } {
  const host = hostName(textOf(flow.get('request.host')) ?? '');
  const number = flow.get('request.port');
  const port = typeof number === 'number' ? number : null;
  if (host !== null && !isAddress(host)) return { host, port };
  const spelled = [
    textOf(flow.get('request.authority')),
    header(flow, 'host'),
    textOf(flow.get('client_conn.sni')),
  ].flatMap((text) => (text ? (hostPort(text) ?? []) : []));
  return { host: spelled[0]?.host ?? host, port };
}

function lookedUp(flow: Parts, seen: Known, rules: RuleSet): readonly NetworkEvent[] {
  return maps(flow.get('request.questions')).flatMap((question) => {
    const host = hostName(textOf(question.get('name')) ?? '');
    const type = question.get('type');
    if (host === null) return [];
    const event = eventOf({ ...seen, host }, goalOf({ host, basis: 'dns' }, rules));
    return [typeof type === 'number' ? { ...event, qtype: typeText(type) } : event];
  });
}

/** Of a connection that is only passed on, the name in its handshake is known. */
function greeted(flow: Parts, seen: Known, rules: RuleSet): readonly NetworkEvent[] {
  const host = hostName(textOf(flow.get('client_conn.sni')) ?? '');
  if (host === null) return [];
  return [eventOf({ ...seen, host, address: serverOf(flow) }, goalOf({ host, basis: 'sni' }, rules))];
}

function timeOf(flow: Parts): number | null {
  const seconds =
    flow.get('request.timestamp_start') ?? flow.get('request.timestamp') ?? flow.get('client_conn.timestamp_start');
  const time = typeof seconds === 'number' ? Math.round(seconds * 1000) : 0;
  return time > 0 && time < 8.64e15 ? time : null;
}

function clientOf(flow: Parts): string | null {
  return endOf(flow.get('client_conn.peername') ?? flow.get('client_conn.address'));
}

/** Where another proxy is in between, its address is all that is known. */
function serverOf(flow: Parts): string | null {
  const isPassedOn = (flow.get('server_conn.via') ?? null) !== null;
  return isPassedOn ? null : endOf(flow.get('server_conn.peername') ?? flow.get('server_conn.ip_address'));
}

/** `[address, port]`; older versions write `{address: [address, port]}`. */
function endOf(value: Value | undefined): string | null {
  const pair = isMap(value) ? value.get('address') : value;
  const address = Array.isArray(pair) ? textOf(pair[0]) : null;
  return address === null ? null : addressOf(address);
}

function header(flow: Parts, name: string): string | null {
  const all = flow.get('request.headers');
  for (const pair of Array.isArray(all) ? all : []) {
    if (Array.isArray(pair) && textOf(pair[0])?.toLowerCase() === name) return textOf(pair[1]);
  }
  return null;
}

function maps(value: Value | undefined): readonly ReadonlyMap<string, Value>[] {
  return Array.isArray(value) ? value.slice(0, 100).filter(isMap) : [];
}

function isMap(value: Value | undefined): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

function textOf(value: Value | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
