import { camel, curl, dotenvLine, type Kind, quoted, variable } from './kind.ts';

/** Stands before and behind what is planted, until it is known on which lines that is. */
export const marks = { open: '\uE000', close: '\uE001' } as const;

/** A way in which a key is written down in full view. `null`: nobody writes one of this kind so. */
export interface Carrier {
  readonly file: string;
  write(kind: Kind, key: string): string | null;
}

/** Marks a part of a text as the planted one. */
export function marked(text: string): string {
  return `${marks.open}${text}${marks.close}`;
}

/** Where people leave keys in full view, each in a file of a usual name among other things. */
export const carriers: Readonly<Record<string, Carrier>> = {
  dotenv: {
    file: '.env',
    write: (kind, key) => `NODE_ENV=production\nPORT=8080\n${marked(dotenvLine(variable(kind), key))}LOG_LEVEL=info\n`,
  },
  typescript: {
    file: 'src/client.ts',
    write: (kind, key) =>
      `import { ask } from './http.js';\n\nconst retries = 3;\nexport const ${camel(variable(kind))} = ${marked(quoted(key))};\nexport const reply = (text: string) => ask(text, { retries });\n`,
  },
  python: {
    file: 'app/settings.py',
    write: (kind, key) =>
      `DEBUG = False\nALLOWED_HOSTS = ["shop.internal"]\n${variable(kind)} = ${marked(JSON.stringify(key))}\n`,
  },
  go: {
    file: 'cmd/worker/main.go',
    write: (kind, key) => `package main\n\nconst ${camel(variable(kind))} = ${marked(JSON.stringify(key))}\n`,
  },
  yaml: {
    file: 'config/values.yaml',
    write: (kind, key) => `replicas: 2\nservice:\n  ${variable(kind)}: ${marked(quoted(key))}\n  timeout: 30s\n`,
  },
  json: {
    file: 'config/settings.json',
    write: (kind, key) =>
      `{\n  "region": "eu-west-1",\n  "${camel(variable(kind))}": ${marked(JSON.stringify(key))},\n  "retries": 3\n}\n`,
  },
  curl: { file: 'scripts/ask.sh', write: (kind, key) => `#!/bin/sh\nset -eu\n${marked(curl(reachable(kind), key))}` },
  shell: {
    file: 'scripts/start.sh',
    write: (kind, key) => `#!/bin/sh\nexport ${variable(kind)}=${marked(quoted(key))}\nexec node server.js\n`,
  },
  dockerfile: {
    file: 'Dockerfile',
    write: (kind, key) =>
      `FROM node:22-slim\nWORKDIR /app\nENV ${variable(kind)}=${marked(quoted(key))}\nCMD ["node", "server.js"]\n`,
  },
  workflow: {
    file: '.github/workflows/deploy.yml',
    write: (kind, key) =>
      `on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    env:\n      ${variable(kind)}: ${marked(quoted(key))}\n    steps:\n      - run: make deploy\n`,
  },
  properties: {
    file: 'src/main/resources/application.properties',
    write: (kind, key) =>
      `server.port=8080\n${variable(kind).toLowerCase().replaceAll('_', '.')}=${marked(key.replaceAll('\\', '\\\\'))}\n`,
  },
  ini: { file: 'etc/service.ini', write: section },
  tfvars: {
    file: 'infra/prod.auto.tfvars',
    write: (kind, key) => `region = "eu-west-1"\n${variable(kind).toLowerCase()} = ${marked(JSON.stringify(key))}\n`,
  },
  'terraform-variable': {
    file: 'infra/variables.tf',
    write: (kind, key) =>
      `variable "${variable(kind).toLowerCase()}" {\n  type      = string\n  sensitive = true\n  default   = ${marked(JSON.stringify(key))}\n}\n`,
  },
  'compose-list': {
    file: 'compose.yaml',
    write: (kind, key) =>
      `services:\n  worker:\n    image: worker:2\n    environment:\n      - PORT=8080\n      - ${marked(quoted(`${variable(kind)}=${key}`))}\n`,
  },
  'container-env': {
    file: 'deploy/worker.yaml',
    write: (kind, key) =>
      `kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: worker\n          env:\n            - name: ${variable(kind)}\n              value: ${marked(quoted(key))}\n`,
  },
  systemd: {
    file: 'etc/worker.service',
    write: (kind, key) =>
      `[Service]\nEnvironment=${marked(quoted(`${variable(kind)}=${key}`))}\nExecStart=/usr/bin/worker\n`,
  },
  powershell: {
    file: 'scripts/start.ps1',
    write: (kind, key) => `$env:${variable(kind)} = ${marked(`'${key}'`)}\nnode server.js\n`,
  },
  plist: {
    file: 'ios/Config.plist',
    write: (kind, key) =>
      `<plist version="1.0">\n<dict>\n  <key>${variable(kind)}</key>\n  <string>${marked(key)}</string>\n</dict>\n</plist>\n`,
  },
  'android-strings': {
    file: 'app/src/main/res/values/keys.xml',
    write: (kind, key) =>
      `<resources>\n  <string name="${variable(kind).toLowerCase()}">${marked(key)}</string>\n</resources>\n`,
  },
  'provider-object': {
    file: 'config/models.json',
    write: (kind, key) =>
      `{\n  "models": [\n    { "title": "main", "provider": "${kind.provider}", "apiKey": ${marked(JSON.stringify(key))} }\n  ]\n}\n`,
  },
  rc: { file: '.servicerc', write: registry },
  log: { file: 'var/worker.log', write: logged },
  'notebook-source': {
    file: 'notebooks/report.ipynb',
    write: (kind, key) => notebook([`import os\n`, `os.environ["${variable(kind)}"] = ${JSON.stringify(key)}\n`], []),
  },
  'notebook-output': {
    file: 'notebooks/report.ipynb',
    write: (kind, key) => notebook(['!env | sort\n'], [`PATH=/usr/bin\n`, dotenvLine(variable(kind), key)]),
  },
};

/** The kind with its first host as it is written: `eu.` for what differs by customer, a domain for what people host. */
function reachable(kind: Kind): Kind {
  const [host] = kind.hosts;
  if (host === undefined) return kind;
  const whole = host.endsWith('.')
    ? `${host}eu-west-1.amazonaws.com`
    : host.includes('.')
      ? host
      : `${host}.corp.internal`;
  return { ...kind, hosts: [whole] };
}

/** `[groq]` and `api_key = …`: the section says whose it is. */
function section(kind: Kind, key: string): string {
  const name = variable(kind).toLowerCase();
  const word = (kind.key.words.find((one) => /^\w+$/.test(one)) ?? '').toLowerCase();
  const isSplit = word !== '' && name.startsWith(`${word}_`);
  const [title, rest] = isSplit ? [word, name.slice(word.length + 1)] : ['service', name];
  return `[log]\nlevel = info\n\n[${title}]\n${rest} = ${marked(key)}\ntimeout = 30\n`;
}

/** As npm keeps its tokens: by host. */
function registry(kind: Kind, key: string): string | null {
  const [host] = reachable(kind).hosts;
  return host === undefined ? null : `strict-ssl=true\n//${host}/:_authToken=${marked(key)}\n`;
}

/** A request that was logged with its headers; nobody logs a whole configuration. */
function logged(kind: Kind, key: string): string | null {
  const [host] = reachable(kind).hosts;
  if (host === undefined || /\s/.test(key)) return null;
  const line = `2026-03-02T09:14:07Z DEBUG http POST https://${host}/v1/run authorization="Bearer ${marked(key)}" status=200`;
  return `2026-03-02T09:14:06Z INFO worker started\n${line}\n2026-03-02T09:14:09Z INFO worker idle\n`;
}

/** The planted line is the last of the source, or of the output where there is one. */
function notebook(source: readonly string[], output: readonly string[]): string {
  const last = output.length > 0 ? output : source;
  const at = last.length - 1;
  const shown = last.map((line, index) => (index === at ? marked(line) : line));
  const [code, text] = output.length > 0 ? [source, shown] : [shown, output];
  const outputs = text.length > 0 ? [{ name: 'stdout', output_type: 'stream', text }] : [];
  const cell = { cell_type: 'code', execution_count: 1, metadata: {}, outputs, source: code };
  const whole = { cells: [cell], metadata: { language_info: { name: 'python' } }, nbformat: 4, nbformat_minor: 5 };
  return `${JSON.stringify(whole, null, 1)}\n`;
}
