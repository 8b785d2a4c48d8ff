import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { folder } from '../cli/stage.ts';
import { openaiKey } from '../key.ts';
import { scanAt, silent } from '../world.ts';

const key = openaiKey('marks');

function scanned(file: string, text: string, options: Parameters<typeof scanAt>[1] = {}): Promise<Report> {
  const config = { ...silent, acceptMarks: ['gitleaks', 'trufflehog', 'detect-secrets'] } as const;
  return scanAt([folder({ [file]: text })], { config, ...options });
}

/** Why the key does not count, `null` where it does. */
async function reason(file: string, text: string, options: Parameters<typeof scanAt>[1] = {}) {
  const { findings } = await scanned(file, text, options);
  const found = findings.find(({ check }) => check === 'RC201');
  expect(found).toBeDefined();
  return found?.suppressed?.reason ?? null;
}

describe('a mark for another scanner that is accepted suppresses the key', () => {
  test.each([
    ['main.py', `key = '${key}'  # gitleaks:allow`, 'marked gitleaks:allow'],
    ['main.py', `key = '${key}' # noqa gitleaks:allow because`, 'marked gitleaks:allow'],
    ['main.ts', `const key = '${key}'; // trufflehog:ignore`, 'marked trufflehog:ignore'],
    ['main.py', `key = '${key}'  # pragma: allowlist secret`, 'marked pragma: allowlist secret'],
    ['main.py', `key = '${key}'  # pragma: whitelist secret`, 'marked pragma: allowlist secret'],
    ['main.go', `var key = "${key}" // pragma: allowlist-secret`, 'marked pragma: allowlist secret'],
    ['page.html', `<b>${key}</b> <!-- pragma: allowlist secret -->`, 'marked pragma: allowlist secret'],
    ['seed.sql', `SELECT '${key}'; -- pragma: allowlist secret`, 'marked pragma: allowlist secret'],
    ['main.py', `# pragma: allowlist nextline secret\nkey = '${key}'`, 'marked pragma: allowlist nextline secret'],
    [
      'main.py',
      `  # pragma: allowlist nextline secret\r\n  key = '${key}'`,
      'marked pragma: allowlist nextline secret',
    ],
  ])('%$: %s', async (file, text, expected) => {
    expect(await reason(file, text)).toBe(expected);
  });
});

describe('a mark does not suppress', () => {
  test.each([
    ['from the line before', 'main.py', `# gitleaks:allow\nkey = '${key}'`],
    ['from the line behind', 'main.py', `key = '${key}'\n# trufflehog:ignore`],
    ['in another spelling', 'main.py', `key = '${key}'  # GITLEAKS:ALLOW`],
    ['outside of a comment', 'main.py', `key = '${key}' + "pragma: allowlist secret"`],
    ['the line of its own, if it speaks of the next', 'main.py', `key = '${key}'  # pragma: allowlist nextline secret`],
    ['from behind other code', 'main.py', `x = 1  # pragma: allowlist nextline secret\nkey = '${key}'`],
    ['in a comment that YAML has not', 'values.yaml', `key: ${key} // pragma: allowlist secret`],
    ['two lines on', 'main.py', `# pragma: allowlist nextline secret\n\nkey = '${key}'`],
  ])('%s', async (_what, file, text) => {
    expect(await reason(file, text)).toBeNull();
  });

  test('where nobody asked for it', async () => {
    expect(await reason('main.py', `key = '${key}'  # gitleaks:allow`, { config: silent })).toBeNull();
  });

  test('where another scanner is accepted', async () => {
    const config = { ...silent, acceptMarks: ['trufflehog'] } as const;
    expect(await reason('main.py', `key = '${key}'  # gitleaks:allow`, { config })).toBeNull();
  });

  test('where policy comes from outside the tree', async () => {
    expect(await reason('main.py', `key = '${key}'  # gitleaks:allow`, { trustTree: false })).toBeNull();
  });

  test('one copy of a key for the others', async () => {
    expect(await reason('main.py', `key = '${key}'  # gitleaks:allow\nother = '${key}'\n`)).toBeNull();
  });

  test('an agent', async () => {
    const text =
      "import OpenAI from 'openai';\nawait new OpenAI().responses.create({ model: 'x' }); // gitleaks:allow\n";
    const { findings } = await scanned('main.mjs', text);
    expect(findings).toMatchObject([{ check: 'RC101', suppressed: null }]);
  });
});

test('marks are counted by scanner, and none of them is idle', async () => {
  const [a, b] = [openaiKey('a'), openaiKey('b')];
  const text = `a = '${a}' # gitleaks:allow\nb = '${b}' # trufflehog:ignore\npassword = 'x' # gitleaks:allow\n`;
  const { summary, idle } = await scanned('main.py', text);
  expect([summary.suppressed, summary.suppressedBy]).toEqual([
    2,
    { inline: 0, config: 0, exception: 0, baseline: 0, gitleaks: 1, trufflehog: 1, 'detect-secrets': 0 },
  ]);
  expect(idle).toEqual([]);
});

test("rollcall's own mark says more than another's", async () => {
  const text = `key = '${key}' # gitleaks:allow rollcall-ignore RC201: revoked\n`;
  expect(await reason('main.py', text)).toBe('revoked');
});
