import type { Checksum } from '../text/checksum.ts';

/**
 * What has to stand around a value of this shape.
 * - `none`: nothing; a prefix of its own says whose it is.
 * - `shared`: the shape is that of several vendors, and of nothing else where its checks hold: it counts by itself, and what
 *   stands around it tells whose it is.
 * - `near`: what binds the value has to name the vendor, or the vendor is named close by and its checks hold.
 * - `bound`: the shape is anybody's (32 hex digits): what binds the value has to name the vendor.
 * - `variable`: any literal that is bound to a variable which is known to hold a vendor's key.
 */
export type KeyContext = 'none' | 'shared' | 'near' | 'bound' | 'variable';

/**
 * What a failed or passed check means. `require`: no key without it; `reject`: no key with it; `expect`: as `require`, but
 * where what binds the value names the vendor; `boost`: a pass tells an issued key from an invented one, a failure nothing.
 */
export type KeyEffect = 'require' | 'reject' | 'expect' | 'boost';

/** One property of a key's structure. Offsets count from the key's first character. */
export type KeyCheck = { readonly effect: KeyEffect } & (
  | { readonly check: 'matches'; readonly pattern: RegExp; readonly from: number }
  /** `text` stands at an offset; in the exact middle; or close to the key in its file. */
  | { readonly check: 'text'; readonly text: string; readonly at: number | 'middle' | 'near' }
  | {
      readonly check: 'classes';
      readonly from: number;
      readonly lower: number;
      readonly upper: number;
      readonly digit: number;
    }
  | { readonly check: 'sum'; readonly sum: Checksum; readonly from: number }
  /** What follows decodes as base64 to a text that matches. */
  | { readonly check: 'base64'; readonly pattern: RegExp; readonly from: number }
  /** 32 hex digits are those of a random UUID (version 4). */
  | { readonly check: 'uuid4'; readonly from: number }
  /** A claim of a JSON web token has this value, begins with it (`SF:*`), or is there at all (`*`). */
  | { readonly check: 'claim'; readonly claim: string; readonly value: string }
  /** The AWS account that an access key id encodes has twelve digits. */
  | { readonly check: 'account'; readonly from: number }
  /** Least number of characters of the key, white space and escapes left out. */
  | { readonly check: 'length'; readonly least: number }
);

/** Where a key says until when it is good. */
export type KeyExpiry = 'jwt' | 'sigv4' | 'exp';

/** What having the key lets one do: ask models; use a service that agents use; act for a whole account, models among it. */
export type KeyGrant = 'models' | 'service' | 'account';

/** How a vendor is asked whether a key is live: a request that reads, costs nothing and changes nothing. */
export interface KeyQuestion {
  readonly method: 'GET' | 'POST';
  /** `https`, a fixed host, the usual port; the key is never part of it. */
  readonly url: string;
  /** `{{key}}` stands in exactly one of them, or in `basic`. */
  readonly headers: { readonly [name: string]: string };
  /** Name and password of basic authentication. */
  readonly basic: string | null;
  readonly body: string | null;
  readonly live: readonly KeyReply[];
  readonly dead: readonly KeyReply[];
}

/** An answer that says something: its status and, where that alone says too little, a text in its body. */
export interface KeyReply {
  readonly status: number;
  readonly body: string | null;
}

/** A kind of API key. Patterns are literal-anchored with bounded quantifiers and have at most one group: the key. */
export interface KeyRule {
  readonly id: string;
  /** Id of the rule file; the vendor, but for what is known by its shape alone. */
  readonly rule: string;
  /** `null`: nobody knows whose keys of this shape are. */
  readonly provider: string | null;
  readonly name: string;
  /** Case-folded literals of which one must be in the text. */
  readonly keywords: readonly string[];
  /** Of the keywords, those that are a part of the key, as it spells them: one must be in the text to the letter. */
  readonly literals: readonly string[];
  /** The key without its borders. */
  readonly pattern: RegExp;
  /** The literal that every key of the kind begins with; it is public, and shown. */
  readonly head: string;
  /** Least Shannon entropy in bits per character, of a key of the typical length. */
  readonly entropy: number;
  /** How many characters most keys of the kind have. */
  readonly typical: number;
  readonly context: KeyContext;
  /** Variables, fields and headers that hold it. */
  readonly names: readonly string[];
  /** Words for the vendor in names, sections, comments; those of one separated by a blank. */
  readonly words: readonly string[];
  /** The same words where a name writes one as two: `elevenLabs`. */
  readonly split: readonly RegExp[];
  /** What the vendor is called by itself, in lower case and in one: its id, other names of it, its words. */
  readonly vendors: readonly string[];
  /** Hosts that take it, in lower case, without wildcards. */
  readonly hosts: readonly string[];
  /** Words that say that it is meant for something else than models, and is public: a key of maps in a web page. */
  readonly publicBy: readonly string[];
  readonly checks: readonly KeyCheck[];
  readonly expiry: KeyExpiry | null;
  /** Texts that documentation and tests show instead of a key, beside those of all kinds. */
  readonly dummies: readonly RegExp[];
  /** SHA-256 of published values that are no leak, hex. */
  readonly published: readonly string[];
  /** False for what only names a key, such as an access key's id. */
  readonly secret: boolean;
  readonly grants: KeyGrant;
  /** Where it is not the one of the check. */
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | null;
  /** What the key can do. */
  readonly can: string;
  /** How to revoke it: an address or a sentence. */
  readonly revoke: string;
  /** Where the vendor documents it. */
  readonly docs: string;
  /** `null` where there is no request without side effects. */
  readonly verify: KeyQuestion | null;
}
