import { camel, type Kind, variable } from '../../src/dev/kind.ts';

/** A way in which something binds a key: as text of a file of a usual name. `null` where nobody binds one of this kind so. */
export interface Form {
  readonly file: string;
  write(kind: Kind, key: string): string | null;
}

/** What keys are bound by that nothing of their own tells. */
export const forms: Readonly<Record<string, Form>> = {
  PowerShell: { file: 'start.ps1', write: (kind, key) => `$env:${variable(kind)} = "${key}"\nnode server.js\n` },
  'a property list': {
    file: 'Config.plist',
    write: (kind, key) => `<dict>\n  <key>${variable(kind)}</key>\n  <string>${key}</string>\n</dict>\n`,
  },
  'strings of Android': {
    file: 'keys.xml',
    write: (kind, key) => `<resources>\n  <string name="${lower(kind)}">${key}</string>\n</resources>\n`,
  },
  'settings of .NET': {
    file: 'App.config',
    write: (kind, key) => `<setting name="${camel(variable(kind))}"><value>${key}</value></setting>\n`,
  },
  'a macro': { file: 'keys.h', write: (kind, key) => `#define ${variable(kind)} "${key}"\n` },
  'an array of characters': {
    file: 'weather.ino',
    write: (kind, key) => `const char ${camel(variable(kind))}[] PROGMEM = "${key}";\n`,
  },
  'a keyword of Lisp': {
    file: 'config.edn',
    write: (kind, key) => `{:port 80\n :${lower(kind).replaceAll('_', '-')} "${key}"}\n`,
  },
  'a provider beside it': {
    file: 'models.json',
    write: (kind, key) =>
      `{ "models": [{ "provider": "${kind.provider}", "limits": { "n": 1 }, "apiKey": "${key}" }] }\n`,
  },
  'a provider above it': {
    file: 'models.yaml',
    write: (kind, key) => `models:\n  - name: main\n    provider: ${kind.provider}\n    api_key: ${key}\n`,
  },
  'a provider as an argument': {
    file: 'main.py',
    write: (kind, key) => `model = load(provider="${kind.provider}", api_key="${key}")\n`,
  },
  'a section': {
    file: 'service.ini',
    write: (kind, key) => `[log]\nlevel = 2\n\n[${kind.provider}]\napi_key = ${key}\n`,
  },
  'a wrapper of secrets': {
    file: 'settings.py',
    write: (kind, key) => `class Settings:\n    ${lower(kind)}: SecretStr = SecretStr("${key}")\n`,
  },
  'a default of an argument': {
    file: 'main.py',
    write: (kind, key) => `parser.add_argument("--${lower(kind).replaceAll('_', '-')}", default="${key}")\n`,
  },
  'a constant that goes into the environment': {
    file: 'main.py',
    write: (kind, key) => `import os\n\nKEY = "${key}"\n\nos.environ["${variable(kind)}"] = KEY\n`,
  },
  'a secret of GitHub': { file: 'setup.sh', write: (kind, key) => `gh secret set ${variable(kind)} --body "${key}"\n` },
  'a secret that is piped in': {
    file: 'setup.sh',
    write: (kind, key) => `echo "${key}" | gh secret set ${variable(kind)}\n`,
  },
  'a parameter of AWS': {
    file: 'setup.sh',
    write: (kind, key) =>
      `aws ssm put-parameter \\\n  --name /prod/${lower(kind).replaceAll('_', '-')} \\\n  --type SecureString --value "${key}"\n`,
  },
  'a login of a host': {
    file: '.netrc',
    write: ({ hosts: [host] }, key) =>
      host?.includes('.') ? `machine ${host.replace(/^\*\./, '')}\n  login me\n  password ${key}\n` : null,
  },
};

function lower(kind: Kind): string {
  return variable(kind).toLowerCase();
}
