/**
 * How it is known where something went. `http`: the request itself was seen, decrypted or at a proxy that ends TLS;
 * `connect`: a proxy was asked for a tunnel; `sni`: the name in a TLS or QUIC handshake; `fqdn`: an agent of the host or
 * network joined the address to a name that the same caller had looked up; `dns`: a name was looked up, which is no
 * connection; `ip`: an address and no name; `audit`: the vendor's or cloud's own record; `gateway`: the record of a gateway
 * for models; `span`: a trace of the program itself.
 */
export const bases = ['http', 'connect', 'sni', 'fqdn', 'dns', 'ip', 'audit', 'gateway', 'span'] as const;
export type Basis = (typeof bases)[number];

/** Texts of an event that a format may tell, by their names in `rules/logs/*.yaml`. */
export const textFields = [
  'user',
  'device',
  'pod',
  'cluster',
  'namespace',
  'workload',
  'workloadKind',
  'serviceAccount',
  'identity',
  'image',
  'unit',
  'vm',
  'instance',
  'project',
  'service',
  'resource',
  'process',
  'agent',
  'claimed',
  'registered',
  'model',
  'qtype',
  'front',
  'sni',
  'ja3',
  'ja4',
  'transport',
  'uid',
] as const;
export type TextField = (typeof textFields)[number];

/** Numbers of an event. */
export const numberFields = ['bytesOut', 'bytesIn', 'tokensIn', 'tokensOut', 'pid', 'count'] as const;
export type NumberField = (typeof numberFields)[number];

/** What else a format says of a record; told apart because each is read in its own way. */
export const partFields = [
  'time',
  'last',
  'source',
  'host',
  'port',
  'url',
  'request',
  'method',
  'path',
  'address',
  'userAgent',
  'action',
] as const;
export type PartField = (typeof partFields)[number];

/** Somebody called, tried to call, or looked up a host. Plain data; texts are cut, cleaned of control characters, and hold no secret. */
export interface NetworkEvent
  extends Readonly<Partial<Record<TextField, string>>>,
    Readonly<Partial<Record<NumberField, number>>> {
  /** Physical line, from 1; `null` in a file that has no lines. */
  readonly line: number | null;
  /** Which record of its line or file it is, from 0; of a capture the number of its packet, from 1; absent where a line is a record. */
  readonly record?: number;
  /** Milliseconds since 1970, UTC; `null` where the record has no time. */
  readonly time: number | null;
  /** The last time, where the record tells of many calls. */
  readonly last?: number;
  /** Address of the client, or the name of its workload where the format has no address. */
  readonly source: string | null;
  /** Name of the destination: lower case, no port, no dot at its end. */
  readonly host: string | null;
  readonly port?: number;
  /** Id of the provider whose host, or service, it is. */
  readonly provider: string | null;
  /** What the host is for; absent where it is no provider's. */
  readonly kind?: 'api' | 'console' | 'chat';
  readonly basis: Basis;
  readonly method?: string;
  /** Path and query of the request, values that may be secret masked. */
  readonly path?: string;
  /** Wire protocol that the path alone shows: `openai-chat`. */
  readonly api?: string;
  readonly userAgent?: string;
  /** Address of the destination. */
  readonly address?: string;
  /** True where it was refused, or failed: it was tried. */
  readonly denied?: true;
  /** True where the next record of the same caller and host tells of the same call. */
  readonly draft?: true;
}

/** An address that a name was answered with: what joins flows without names to names. */
export interface Resolved {
  readonly host: string;
  readonly address: string;
  /** Who asked; `null` where the record does not say. */
  readonly client: string | null;
  readonly time: number | null;
}

/** Where in a record a value stands, and which part of it. */
export interface Selector {
  /** Name of a group, a column or a key, dotted for nesting; keys that hold dots need no escape. */
  readonly from: string;
  /** Part of the value: the first group that took part in the match; `null`: all of it. */
  readonly match: RegExp | null;
  /** Joined with the value, as a date and a time in two columns. */
  readonly and: string | null;
  /** What joins them: a blank; `?` for a path and its query. */
  readonly by: string;
  /** True where only the case of letters differs from how the thing is called. */
  readonly lower: boolean;
  /** True where it is written with `%20` for a blank. */
  readonly percent: boolean;
}

/** A condition on a value of a record. */
export interface RecordCondition {
  /** Names of which the first that is there counts. */
  readonly from: readonly string[];
  /** One of these, in any case of letters; empty: it only has to be there. */
  readonly is: readonly string[];
  readonly match: RegExp | null;
  /** True where it must not hold. */
  readonly not: boolean;
}

/** What one kind of record of a format means. The first rule of a format whose conditions hold reads the record. */
export interface RecordRule {
  readonly when: readonly RecordCondition[];
  /** `null`: it tells of no call, and is known. */
  readonly basis: Basis | null;
  /** A provider told by the record itself, not by a host. */
  readonly provider: string | null;
  readonly fields: Readonly<Partial<Record<TextField | NumberField | PartField, readonly Selector[]>>>;
  /** It was refused, or failed, where one of these holds, whatever its action says. */
  readonly denied: readonly RecordCondition[];
  /** Where the addresses of an answer stand; the name asked for is the `host`. */
  readonly answers: readonly Selector[];
  readonly draft: boolean;
  /** True where a record of a rule above tells of the same call: it counts where the log has none of those. */
  readonly repeats: boolean;
  /** True where it says that the name stands for another one: the addresses told right behind it are its own too. */
  readonly alias: boolean;
  /** What stands first in a date of figures alone: `11/20/2026`, `20/11/2026`. */
  readonly dates: 'month' | 'day';
  /** How names are written: `labels` is `(3)api(6)openai(3)com(0)`. */
  readonly names: 'plain' | 'labels';
  /** How texts are written: `percent` has `%20` for a blank. */
  readonly encoding: 'plain' | 'percent';
}

/** How a line is cut into values. */
export type Shape =
  | { readonly kind: 'text'; readonly patterns: readonly RegExp[] }
  | {
      readonly kind: 'json';
      /** The object must have one key of each list; a key may be dotted. */
      readonly keys: readonly (readonly string[])[];
      /** Values by which it is told, where keys do not. */
      readonly is: readonly RecordCondition[];
      /** True where names of keys are compared without case and without `_`, `-` and `.`. */
      readonly loose: boolean;
    }
  | {
      readonly kind: 'table';
      /** The line that names the columns: its group `columns`, or else its first. A group `separator` tells what is between. */
      readonly header: RegExp;
      /** `null`: blanks, with quotes around what holds them. */
      readonly separator: string | null;
      /** The header must name one column of each list. */
      readonly columns: readonly (readonly string[])[];
      /** Lines that say something of all that follow, as `#path ssl`: group 1 names it, group 2 is what a record finds under `#path`. */
      readonly notes: RegExp | null;
      readonly loose: boolean;
    }
  | {
      readonly kind: 'csv';
      readonly separator: string;
      readonly columns: readonly string[];
      /** What a line looks like. */
      readonly line: RegExp;
    }
  | {
      readonly kind: 'pairs';
      /** What a line looks like. Its named groups are values too; one named `separator` tells what is between the pairs. */
      readonly line: RegExp;
      /** Between pairs. `null`: a value goes on, blanks and all, up to the next key. */
      readonly separator: string | null;
      readonly loose: boolean;
    }
  | { readonly kind: 'binary'; readonly decoder: 'pcap' | 'mitmproxy' };

/** A layout that logs are written in. */
export interface LogFormat {
  readonly id: string;
  readonly name: string;
  readonly shape: Shape;
  /** Lists within a line (or document) whose items are the records: `Records`, `resourceSpans.scopeSpans.spans`. */
  readonly each: readonly string[];
  readonly records: readonly RecordRule[];
  /** Lines that are known to be no records: comments, notes of the program. */
  readonly skip: readonly RegExp[];
  /** True where only the general names of fields tell it: others are asked first. */
  readonly general: boolean;
  /** True where a file may be one document over many lines. */
  readonly document: boolean;
  /** True where a file always is one document: its records stand on no line. */
  readonly whole: boolean;
  /** True where lines of it must be read that hold no name of a provider: it tells by other words. */
  readonly words: readonly string[];
  /** Names, besides its id, under which a program that writes it is known to syslog and the journal. */
  readonly programs: readonly string[];
}

/** What other programs put around a line: syslog, journald, a container's log driver. */
export interface LogWrapper {
  readonly id: string;
  readonly shape: Shape & { readonly kind: 'text' | 'json' };
  /** Lists of which each item wraps one: `logEvents`. */
  readonly each: readonly string[];
  /** Where the line itself stands, the first that is there: a text, its bytes, or the object that it would hold; '': the item itself. */
  readonly messages: readonly string[];
  /** Holds where the rest of the line stands in the next one. */
  readonly partial: RecordCondition | null;
  /** `program`: what wrote the line. */
  readonly fields: Readonly<Partial<Record<'time' | 'program' | TextField, readonly Selector[]>>>;
}

/** A path by which a wire protocol is told, whoever serves it. */
export interface ApiRule {
  readonly api: string;
  readonly path: RegExp;
}

/** A user agent, and what it says of the caller. */
export interface CallerRule {
  readonly kind: 'sdk' | 'framework' | 'gateway' | 'assistant' | 'browser' | 'client' | 'probe';
  readonly name: string;
  readonly pattern: RegExp;
}

/** All that is known of logs. */
export interface LogRules {
  /**
   * What must stand in a line for it to tell of a call of a model, whatever its format: a host, a path by which models are
   * asked, a format's own word. `labels`: as a log writes them that puts its length before each label of a name.
   */
  readonly words: readonly string[];
  readonly labels: readonly string[];
  readonly formats: readonly LogFormat[];
  readonly wrappers: readonly LogWrapper[];
  readonly apis: readonly ApiRule[];
  readonly callers: readonly CallerRule[];
}
