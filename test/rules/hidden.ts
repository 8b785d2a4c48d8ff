/** A way in which a key hides: its text, as bytes of a file. `null` where it has nothing to hide in that way. */
export type Hidden = (key: string, name: string) => string | Uint8Array | null;

const escapable = /[-_]/;

/** Where keys hide that nobody wrote in one piece. */
export const hidden: Readonly<Record<string, Hidden>> = {
  'a Kubernetes Secret': (key, name) =>
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: triage\ndata:\n  ${name}: ${Buffer.from(key).toString('base64')}\n`,
  'JSON in YAML in JSON': (key, name) =>
    JSON.stringify({ config: `env: ${JSON.stringify(JSON.stringify({ [name]: key }))}` }),
  'escapes of JavaScript': (key) =>
    escapable.test(key) ? `const key = "${key.replace(/[-_]/g, (sign) => `\\u00${hex(sign)}`)}";\n` : null,
  'percent escapes': (key) =>
    escapable.test(key)
      ? `https://api.example/v1?key=${encodeURIComponent(key).replace(/[-_]/g, (sign) => `%${hex(sign)}`)}&x=1\n`
      : null,
  'entities of HTML': (key) =>
    escapable.test(key) ? `<input value="${key.replace(/[-_]/g, (sign) => `&#${sign.charCodeAt(0)};`)}">\n` : null,
  'two strings that are added': (key) => `const key = "${key.slice(0, half(key))}" +\n  "${key.slice(half(key))}";\n`,
  'a constant in a template': (key) =>
    `const HEAD = "${key.slice(0, half(key))}";\nexport const key = \`\${HEAD}${key.slice(half(key))}\`;\n`,
  'a line that goes on': (key, name) => `export ${name}=${key.slice(0, half(key))}\\\n${key.slice(half(key))}\n`,
  'UTF-16': (key, name) => Buffer.from(`\ufeff${name}=${key}\r\n`, 'utf16le'),
  'an Authorization of base64': (key) =>
    `curl -H "Authorization: Basic ${Buffer.from(`api:${key}`).toString('base64')}" x\n`,
  'a line of a log in JSON': (key) =>
    `${JSON.stringify({ msg: `request failed: ${JSON.stringify({ headers: { authorization: `Bearer ${key}` } })}` })}\n`,
  'a HAR file': (key) =>
    JSON.stringify({
      log: { entries: [{ request: { headers: [{ name: 'Authorization', value: `Bearer ${key}` }] } }] },
    }),
  'a source map': (key) =>
    JSON.stringify({
      version: 3,
      sources: ['a.ts'],
      sourcesContent: [`const a = 1;\nconst b = '${key}';\n`],
      mappings: 'AAAA',
    }),
  'a minified bundle': (key) => `!function(){var a=1,b={k:"${key}",n:2};fetch(b.k)}();`,
  XML: (key, name) => `<configuration><add key="${name}" value="${key}" /></configuration>\n`,
  'the history of a shell': (key, name) => `  101  ls -la\n  102  export ${name}="${key}" && ./run.sh\n`,
  'a Dockerfile': (key, name) => `FROM node:22\nARG ${name}=${key}\nENV ${name} ${key}\n`,
};

/** The second piece is short: of the first, enough is left to tell that it may be the head of a key. */
function half(key: string): number {
  return key.length - 6;
}

function hex(sign: string): string {
  return sign.charCodeAt(0).toString(16);
}
