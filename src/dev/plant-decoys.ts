import { createHash } from 'node:crypto';
import { expand } from '../ruleset/template.ts';
import { type Kind, settings, variable } from './kind.ts';

/** Lines that hold no key, and look as if they did. */
export interface DecoyFile {
  readonly file: string;
  /** What the lines are: all of a file are of one sort. */
  readonly sort: string;
  readonly lines: readonly string[];
}

/** What is no key: placeholders, references, keys with one property broken, hashes and identifiers. */
export function decoys(kinds: readonly Kind[], seed: string): readonly DecoyFile[] {
  const named = kinds.filter(({ key }) => key.context !== 'variable' && settings[key.id] === undefined);
  const prefixed = named.filter(({ key }) => key.context === 'none' && hasHead(key.template));
  return [
    { file: 'decoys/placeholders/.env.example', sort: 'placeholder', lines: named.flatMap(placeholders) },
    { file: 'decoys/references/config.yaml', sort: 'reference', lines: named.flatMap(references) },
    { file: 'decoys/references/settings.py', sort: 'reference', lines: ['import os', ...named.map(pythonReference)] },
    { file: 'decoys/references/client.ts', sort: 'reference', lines: named.map(typescriptReference) },
    { file: 'decoys/misses/samples.ts', sort: 'near miss', lines: prefixed.flatMap((kind) => misses(kind, seed)) },
    ...hashes(kinds, seed),
  ];
}

/** What a template begins with, before anything random. */
function head(template: string): string {
  return template.replace(/^\{\{(?:crc32|marvin|base64)[^}]*\}\}/, '').split('{{', 1)[0] ?? '';
}

function hasHead(template: string): boolean {
  const isText = !template.includes('{{base64');
  return isText && head(template).length >= 3 && expand(template).startsWith(head(template));
}

function placeholders(kind: Kind): string[] {
  const name = variable(kind);
  const start = hasHead(kind.key.template) ? head(kind.key.template) : '';
  const length = Math.max(12, expand(kind.key.template).length - start.length);
  const word = name.toLowerCase().replaceAll('_', '-');
  return [
    `${start}your-key-here`,
    `${start}${'x'.repeat(length)}`,
    `<${name}>`,
    `your-${word}`,
    `${start}...`,
    `${start}${'0123456789'.repeat(13).slice(0, length)}`,
    'changeme',
  ].map((value) => `${name}=${value}`);
}

function references(kind: Kind): string[] {
  const name = variable(kind);
  return [
    `\${${name}}`,
    `\${{ secrets.${name} }}`,
    `{{ .Values.${name.toLowerCase()} }}`,
    `op://production/${kind.provider}/credential`,
    `vault:kv/data/${kind.provider}#${name.toLowerCase()}`,
    `arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/${kind.provider}-Ab12Cd`,
    `projects/shop/secrets/${name.toLowerCase()}/versions/latest`,
  ].map((value) => `${name}: "${value}"`);
}

function pythonReference(kind: Kind): string {
  return `${variable(kind).toLowerCase()} = os.environ["${variable(kind)}"]`;
}

function typescriptReference(kind: Kind, index: number): string {
  return `export const key${index} = process.env.${variable(kind)} ?? '';`;
}

/** A key in all but one respect, as a label that says nothing: a third of it, another head, a sign that no key has. */
function misses(kind: Kind, seed: string): string[] {
  const { id, template } = kind.key;
  const start = head(template);
  const key = expand(template, `${seed} miss ${id}`);
  const rest = key.slice(start.length);
  const other = start.replace(/[a-z]/i, (letter) => (letter === 'q' ? 'j' : 'q'));
  const values = [
    start + rest.slice(0, Math.floor(rest.length / 3)),
    ...(other === start ? [] : [other + rest]),
    `${start}${rest.slice(0, 4)}~${rest.slice(5)}`,
  ];
  const name = id.replaceAll('-', '_');
  return values.map((value, index) => `export const label${index}_${name} = ${JSON.stringify(value)};`);
}

/** What else is long and looks random; half of it under the name of a vendor. */
function hashes(kinds: readonly Kind[], seed: string): DecoyFile[] {
  const words = [...new Set(kinds.map(({ provider }) => provider.replaceAll('-', '_')))];
  const each = (sort: string, file: string, line: (bytes: Buffer, word: string) => string): DecoyFile => ({
    file: `decoys/hashes/${file}`,
    sort,
    lines: words.map((word) => line(createHash('sha512').update(`${seed} ${file} ${word}`).digest(), word)),
  });
  return [
    each('hash', 'submodules.txt', (bytes, word) => `${bytes.toString('hex', 0, 20)} vendor/${word}`),
    each('hash', 'models.yaml', (bytes, word) => `${word}_commit: ${bytes.toString('hex', 0, 20)}`),
    each(
      'hash',
      'images.yaml',
      (bytes, word) => `- image: registry.internal/${word}@sha256:${bytes.toString('hex', 0, 32)}`,
    ),
    each('hash', 'MD5SUMS', (bytes, word) => `${bytes.toString('hex', 0, 16)}  ${word}.tar.gz`),
    each(
      'integrity',
      'integrity.html',
      (bytes, word) => `<script src="/${word}.js" integrity="sha384-${bytes.toString('base64', 0, 48)}"></script>`,
    ),
    each('integrity', 'yarn.lock', (bytes) => `  integrity sha512-${bytes.toString('base64')}`),
    each('integrity', 'go.sum', (bytes, word) => `example.com/${word} v1.2.3 h1:${bytes.toString('base64', 0, 32)}`),
    each('identifier', 'accounts.json', (bytes, word) => `{ "${word}_account_id": "${uuid(bytes)}" }`),
    each('identifier', 'trace.log', (bytes, word) => `INFO ${word} request_id=${uuid(bytes)} status=200`),
    each(
      'identifier',
      'ids.ts',
      (bytes, word) => `export const ${word}Session = 'req_${bytes.toString('hex', 0, 12)}';`,
    ),
    each(
      'data',
      'icons.css',
      (bytes, word) => `.${word} { background: url(data:image/png;base64,${bytes.toString('base64')}); }`,
    ),
    each(
      'data',
      'assets.txt',
      (bytes, word) => `https://cdn.internal/${word}/${bytes.toString('base64url', 0, 15)}.js`,
    ),
  ];
}

function uuid(bytes: Buffer): string {
  return bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
}
