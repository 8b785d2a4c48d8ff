import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { openaiKey } from '../key.ts';
import { scanAt } from '../world.ts';

const mark = 'rollcall-ignore RC201: sample of the tutorial';

type Carrier = (key: string) => string;

/** The mark on the line of the key, in every kind of file in which a key may stand. */
const beside: Readonly<Record<string, Carrier>> = {
  '.env': (key) => `A=1\nOPENAI_API_KEY=${key} # ${mark}\nB=2\n`,
  'quoted/.env': (key) => `export OPENAI_API_KEY="${key}" # ${mark}\n`,
  'values.yaml': (key) => `openai:\n  apiKey: ${key} # ${mark}\n`,
  'compose.yml': (key) => `services:\n  a:\n    environment:\n      - OPENAI_API_KEY=${key} # ${mark}\n`,
  'row.json': (key) => `{\n  "apiKey": "${key}", "//": "${mark}"\n}\n`,
  'flat.json': (key) => `{"//":"${mark}","apiKey":"${key}"}`,
  'settings.jsonc': (key) => `{\n  "apiKey": "${key}" // ${mark}\n}\n`,
  'deploy.sh': (key) => `#!/bin/sh\nexport OPENAI_API_KEY=${key} # ${mark}\n`,
  'page.html': (key) => `<html>\n<b data-key="${key}"></b> <!-- ${mark} -->\n</html>\n`,
  'seed.sql': (key) => `INSERT INTO keys VALUES ('${key}'); -- ${mark}\n`,
  'keys.csv': (key) => `name,key,note\nopenai,${key},${mark}\n`,
  'quoted.csv': (key) => `name,key,note\n"openai","${key}","${mark}"\n`,
  'main.py': (key) => `client = OpenAI(api_key="${key}")  # ${mark}\n`,
  'main.ts': (key) => `const key = '${key}'; // ${mark}\n`,
  'block.ts': (key) => `const key = /* ${mark} */ '${key}';\n`,
  'main.go': (key) => `package main\n\nvar key = "${key}" // ${mark}\n`,
  'main.tf': (key) => `variable "k" {\n  default = "${key}" # ${mark}\n}\n`,
  'app.properties': (key) => `spring.ai.openai.api-key=${key} # ${mark}\n`,
  'app.ini': (key) => `[openai]\nkey = ${key} ; ${mark}\n`,
  'app.toml': (key) => `[openai]\nkey = "${key}" # ${mark}\n`,
  'app.xml': (key) => `<a>\n  <key>${key}</key> <!-- ${mark} -->\n</a>\n`,
  'notes.md': (key) => `# Notes\n\n\`${key}\` <!-- ${mark} -->\n`,
  'profile.ps1': (key) => `$key = "${key}" <# ${mark} #>\n`,
  'page.erb': (key) => `<b>${key}</b> <%# ${mark} %>\n`,
  'row.ipynb': (key) => notebook([`client = OpenAI(api_key='${key}')  # ${mark}\n`, 'client.models.list()']),
  'cell.ipynb': (key) => notebook(`# ${mark}\nclient = OpenAI(api_key='${key}')\nclient.models.list()`),
};

/** The mark on the line before. */
const before: Readonly<Record<string, Carrier>> = {
  '.env': (key) => `A=1\n# ${mark}\nOPENAI_API_KEY=${key}\n`,
  'values.yaml': (key) => `openai:\n  # ${mark}\n  apiKey: ${key}\n`,
  'row.json': (key) => `{\n  "//": "${mark}",\n  "apiKey": "${key}"\n}\n`,
  'deploy.sh': (key) => `#!/bin/sh\n# ${mark}\nexport OPENAI_API_KEY=${key}\n`,
  Dockerfile: (key) => `FROM node:22\n# ${mark}\nENV OPENAI_API_KEY=${key}\n`,
  'page.html': (key) => `<html>\n<!-- ${mark} -->\n<b data-key="${key}"></b>\n</html>\n`,
  'seed.sql': (key) => `-- ${mark}\nINSERT INTO keys VALUES ('${key}');\n`,
  'main.py': (key) => `# ${mark}\nclient = OpenAI(api_key="${key}")\n`,
  'row.ipynb': (key) => notebook([`# ${mark}\n`, `client = OpenAI(api_key='${key}')\n`]),
  'app.properties': (key) => `! ${mark}\nspring.ai.openai.api-key=${key}\n`,
  'app.ini': (key) => `[openai]\n; ${mark}\nkey = ${key}\n`,
  'twice.py': (key) =>
    `# rollcall-ignore RC202: another matter\n# ${mark}\n# rollcall-ignore RC101: a third\nkey = "${key}"\n`,
  'several.py': (key) => `# rollcall-ignore RC101, RC201 RC202: sample of the tutorial\nkey = "${key}"\n`,
};

/** What looks like a mark of the key and is none. */
const astray: Readonly<Record<string, Carrier>> = {
  'behind.py': (key) => `key = "${key}"\n# ${mark}\n`,
  'far.py': (key) => `# ${mark}\n\nkey = "${key}"\n`,
  'other.py': (key) => `key = "${key}" # rollcall-ignore RC202: sample\n`,
  'bare.py': (key) => `key = "${key}" # rollcall-ignore RC201\n`,
  'over.py': (key) => `key = "${key}" # rollcall-ignore RC201 until 2026-11-20: sample\n`,
  'no-day.py': (key) => `key = "${key}" # rollcall-ignore RC201 until 2026-13-01: sample\n`,
};

const groups = { beside, before, astray };
const ends = { LF: '\n', CRLF: '\r\n', CR: '\r' };

function notebook(source: string | readonly string[]): string {
  const cells = [{ cell_type: 'code', source, outputs: [], metadata: {}, execution_count: null }];
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1);
}

const all = Object.entries(groups).flatMap(([group, carriers]) =>
  Object.entries(carriers).flatMap(([name, carrier]) =>
    Object.entries(ends).map(([end, mark]) => ({ group, name, end, file: `${group}/${end}/${name}`, carrier, mark })),
  ),
);

let report: Report;

beforeAll(async () => {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'rollcall-'));
  for (const { file, carrier, mark } of all) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), carrier(openaiKey(file)).replaceAll('\n', mark));
  }
  report = await scanAt([root]);
  rmSync(root, { recursive: true });
}, 60_000);

function finding(file: string): Finding | undefined {
  return report.findings.find((one) => one.check === 'RC201' && one.file === file);
}

const marked = all.filter(({ group }) => group !== 'astray');

test.each(marked)('$group the key in $name, $end, the mark suppresses it for the reason that is given', ({ file }) => {
  expect(finding(file)?.suppressed).toMatchObject({ kind: 'inline', reason: 'sample of the tutorial' });
});

test.each(all.filter(({ group }) => group === 'astray'))('$name, $end: the key counts', ({ file }) => {
  expect(finding(file)).toMatchObject({ suppressed: null });
});

test('a mark that suppresses nothing, or has run out, is reported', () => {
  const idle = report.idle
    .filter(({ at }) => at.file.startsWith('astray/LF/'))
    .map(({ at, check }) => [at.file, check]);
  expect(idle).toEqual([
    ['astray/LF/behind.py', 'RC201'],
    ['astray/LF/far.py', 'RC201'],
    ['astray/LF/other.py', 'RC202'],
    ['astray/LF/over.py', 'RC201'],
  ]);
});

test('a mark that does not count is told', () => {
  const told = report.problems.filter(({ file }) => file.startsWith('astray/CRLF/')).map(({ message }) => message);
  expect(told).toEqual([
    expect.stringContaining('line 1: rollcall-ignore RC201 has no reason'),
    expect.stringContaining('line 1: rollcall-ignore RC201 ends on no day of the calendar'),
  ]);
});

test('no reason carries a key', () => {
  expect(JSON.stringify(report)).not.toMatch(/T3BlbkFJ/);
});
