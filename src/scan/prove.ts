import type { Blob } from '../model/blob.ts';
import type { Evidence } from '../model/evidence.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { CredentialFile } from '../ruleset/credential-schema.ts';
import type { KeyFile } from '../ruleset/key-schema.ts';
import type { Example, FrameworkFile, ProviderFile, SdkFile, ServiceFile } from '../ruleset/schema.ts';
import { expand } from '../ruleset/template.ts';
import { inspect } from './inspect.ts';
import { always } from './prepare.ts';

/** An example of a rule file that is not lived up to. */
export interface Broken {
  readonly rule: string;
  /** Title of the example, or the key type and template. */
  readonly example: string;
  /** What was expected and what was seen. */
  readonly message: string;
  /** True where it is no example, but a pattern that takes long over some text. */
  readonly isSlow?: true;
}

/** What holds log formats, wrappers and callers against their examples; loaded where rules are proven: a scan has no use for it. */
export async function loadLogProofs(): Promise<typeof import('./prove-logs.ts')> {
  return await import('./prove-logs.ts');
}

/** Holds a rule file against its own examples. No rows: it lives up to all of them. */
export async function prove(
  file: ProviderFile | FrameworkFile | SdkFile | ServiceFile,
  rules: RuleSet,
): Promise<readonly Broken[]> {
  const broken: Broken[] = [];
  for (const example of 'examples' in file ? file.examples : []) {
    const message = judge(example, await read(example.file, example.code, rules));
    if (message !== '') broken.push({ rule: file.id, example: example.title, message });
  }
  if ('keys' in file) broken.push(...(await proveKeys(file.id, file.keys, rules)));
  return broken;
}

/** Holds a file of credentials against its own examples: all that each hands over, and nothing else. */
export async function proveCredentials({ id, examples }: CredentialFile, rules: RuleSet): Promise<readonly Broken[]> {
  const broken: Broken[] = [];
  for (const { title, file, code, grants } of examples) {
    const found = (await read(file, code, rules)).flatMap((one) => (one.kind === 'grant' ? [one] : []));
    const seen = found.map(({ what, name, rule, line }) => ({ what, name, rule, line }));
    const same = seen.length === grants.length && grants.every((one) => seen.some((other) => fits(other, one)));
    const message = `expected ${JSON.stringify(grants)}; seen: ${JSON.stringify(seen)}`;
    if (!same) broken.push({ rule: id, example: title, message });
  }
  return broken;
}

function fits(seen: object, expected: object): boolean {
  return Object.entries(expected).every(([field, value]) => value === undefined || Reflect.get(seen, field) === value);
}

async function proveKeys(id: string, keys: readonly KeyFile[], rules: RuleSet): Promise<readonly Broken[]> {
  const broken: Broken[] = [];
  for (const key of keys) {
    for (const [kind, templates] of Object.entries(key.examples)) {
      for (const template of templates) {
        const found = await read('example.txt', expand(template.replaceAll('{{key}}', key.template), key.id), rules);
        const seen = found.some((one) => one.kind === 'key' && one.type.split('|').includes(key.id));
        if (seen === (kind === 'match')) continue;
        const others = found.flatMap((one) => (one.kind === 'key' ? [one.type] : [])).join(', ');
        broken.push({
          rule: id,
          example: `${key.id}: ${template}`,
          message: seen ? 'matches and must not' : `does not match (found: ${others || 'nothing'})`,
        });
      }
    }
  }
  return broken;
}

async function read(path: string, code: string, rules: RuleSet): Promise<readonly Evidence[]> {
  const blob: Blob = {
    kind: 'blob',
    place: 'example',
    origin: { kind: 'file', path },
    content: { kind: 'bytes', bytes: Buffer.from(code) },
  };
  const options = { salt: 'example', maxBytes: 1 << 20, always: always(rules), shadows: new Set<string>() };
  return (await inspect(blob, rules, options)).inspection?.evidence ?? [];
}

/** '' where the evidence is what the example says: each expectation met, and no use at all where none is listed. */
function judge({ uses, mentions }: Example, evidence: readonly Evidence[]): string {
  const used = evidence.filter(({ weight }) => weight === 'use');
  const seen = `seen: ${evidence.map(inWords).join('; ') || 'nothing'}`;
  if (uses.length === 0 && used.length > 0) return `must not be a use; ${seen}`;
  for (const [weight, list] of [
    ['use', uses],
    ['mention', mentions],
  ] as const) {
    for (const expected of list) {
      const pool = weight === 'use' ? used : evidence;
      if (!pool.some((one) => meets(one, expected)))
        return `expected the ${weight} ${JSON.stringify(expected)}; ${seen}`;
    }
  }
  return '';
}

function meets(evidence: Evidence, expected: Example['uses'][number]): boolean {
  const { kind, model, host, ...rest } = expected;
  if (evidence.kind !== kind) return false;
  if (model !== undefined && !('models' in evidence && evidence.models.includes(model))) return false;
  if (host !== undefined && !hostsOf(evidence).includes(host)) return false;
  return fits(evidence, rest);
}

function hostsOf(evidence: Evidence): readonly string[] {
  return [
    ...('host' in evidence && evidence.host !== null ? [evidence.host] : []),
    ...('hosts' in evidence ? evidence.hosts : []),
  ];
}

function inWords(evidence: Evidence): string {
  const { kind, weight, line, provider, framework } = evidence;
  const detail = 'models' in evidence ? evidence.models.join('|') : '';
  const name = 'name' in evidence ? evidence.name : 'level' in evidence ? evidence.level : '';
  return `${weight} ${kind} line ${line} ${provider ?? '-'} ${framework ?? '-'} ${detail} ${name ?? ''}`.trim();
}
