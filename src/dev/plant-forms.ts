import { gzipSync } from 'node:zlib';
import { dotenvLine, type Kind, variable } from './kind.ts';
import { marked } from './plant-carriers.ts';
import { zip } from './zip.ts';

/** A way in which a key stands in a file without being readable there: escaped, encoded, in pieces, packed. */
export interface Form {
  readonly file: string;
  write(kind: Kind, key: string): string;
  /** What becomes of the text as bytes; UTF-8 where it says nothing. */
  readonly pack?: (text: string) => Uint8Array;
}

/** What hides a key from whoever looks for it line by line. */
export const forms: Readonly<Record<string, Form>> = {
  'kubernetes-secret': {
    file: 'deploy/secret.yaml',
    write: (kind, key) =>
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: worker\ndata:\n  ${variable(kind)}: ${marked(Buffer.from(key).toString('base64'))}\n`,
  },
  'json-in-yaml': {
    file: 'deploy/values.yaml',
    write: (kind, key) =>
      `worker:\n  config: ${marked(JSON.stringify(JSON.stringify({ [variable(kind)]: key })))}\n  replicas: 1\n`,
  },
  'json-in-json': {
    file: 'src/task.json',
    write: (kind, key) =>
      `{\n  "name": "worker",\n  "body": ${marked(JSON.stringify(JSON.stringify({ env: { [variable(kind)]: key } })))}\n}\n`,
  },
  'unicode-escape': {
    file: 'src/keys.js',
    write: (kind, key) =>
      `module.exports = { ${variable(kind)}: ${marked(`"${escaped(key, (code) => `\\u${hex(code, 4)}`)}"`)} };\n`,
  },
  percent: {
    file: 'src/callback.js',
    write: (kind, key) =>
      `const next = ${marked(`'https://relay.internal/go?${variable(kind).toLowerCase()}=${escaped(key, (code) => `%${hex(code, 2)}`)}&page=1'`)};\n`,
  },
  'html-entities': {
    file: 'public/admin.html',
    write: (kind, key) =>
      `<form>\n  <input name="${variable(kind)}" value="${marked(escaped(key, (code) => `&#${code};`))}">\n</form>\n`,
  },
  'concatenated-js': {
    file: 'src/config.js',
    write: (kind, key) => `const ${variable(kind)} =\n  ${marked(`'${head(key)}' +\n  '${tail(key)}'`)};\n`,
  },
  'concatenated-python': {
    file: 'app/config.py',
    write: (kind, key) => `${variable(kind)} = (\n    ${marked(`"${head(key)}"\n    "${tail(key)}"`)}\n)\n`,
  },
  'constant-and-template': {
    file: 'src/token.ts',
    write: (kind, key) =>
      marked(`const prefix = '${head(key)}';\nexport const ${variable(kind)} = \`\${prefix}${tail(key)}\`;\n`),
  },
  minified: {
    file: 'dist/app.min.js',
    write: (kind, key) => `${filler(180)}const s={${variable(kind)}:${marked(`"${key}"`)},r:3};${filler(180)}\n`,
  },
  'utf-16': {
    file: 'env.txt',
    write: dotenv,
    pack: (text) => Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'utf16le'),
  },
  gzip: { file: 'backup/.env.gz', write: dotenv, pack: (text) => gzipSync(text) },
  zip: {
    file: 'backup/site.zip',
    write: dotenv,
    pack: (text) => zip({ 'site/.env': text, 'site/index.html': '<h1>Shop</h1>\n' }),
  },
  jar: {
    file: 'lib/worker.jar',
    write: (kind, key) =>
      `server.port=8080\n${variable(kind).toLowerCase().replaceAll('_', '.')}=${marked(key)}\nserver.name=worker\n`,
    pack: (text) =>
      zip({ 'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\r\n\r\n', 'BOOT-INF/classes/application.properties': text }),
  },
};

function dotenv(kind: Kind, key: string): string {
  return `NODE_ENV=production\n${marked(dotenvLine(variable(kind), key))}LOG_LEVEL=info\n`;
}

/** All but letters and digits; the second letter where there is nothing else. */
function escaped(key: string, by: (code: number) => string): string {
  if (/[^A-Za-z0-9]/.test(key)) return key.replace(/[^A-Za-z0-9]/g, (sign) => by(sign.charCodeAt(0)));
  return `${key.slice(0, 1)}${by(key.charCodeAt(1))}${key.slice(2)}`;
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}

function head(key: string): string {
  return key.slice(0, cut(key));
}

function tail(key: string): string {
  return key.slice(cut(key));
}

/** A third in: behind every prefix, before most of what is random. */
function cut(key: string): number {
  return Math.ceil(key.length / 3);
}

/** Minified code of no meaning. */
function filler(count: number): string {
  return Array.from({ length: count }, (_, n) => `function f${n}(a,b){return a+b*${n}}`).join('');
}
