import { describe, expect, test } from 'vitest';
import { expand } from '../../src/ruleset/template.ts';
import { type Undone, type View, views } from '../../src/text/views.ts';

const key = expand('sk-ant-api03-{{alnum:62}}-{{alnum:30}}AA');
const [head, middle, tail] = [key.slice(0, 7), key.slice(7, 50), key.slice(50)];

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const written = (code: (of: number) => string): string => key.replaceAll('-', (dash) => code(dash.charCodeAt(0)));
const json = (text: string, times: number): string =>
  times === 0 ? text : json(JSON.stringify(text).slice(1, -1), times - 1);

/** What was undone, and what stands before, in the place of, and behind the key. */
type Story = readonly [title: string, how: readonly Undone[], before: string, hidden: string, after: string];

const escaped: readonly Story[] = [
  ['percent', ['escapes'], 'https://h/?k=', written(() => '%2D'), '&x=1'],
  ['percent of every character', ['escapes'], 'k=', key.replace(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`), '\n'],
  ['percent of percent', ['escapes'], 'k=', written(() => '%25252d'), '\n'],
  ['the escape() of old', ['escapes'], 'k=', written(() => '%u002d'), '\n'],
  ['\\u with four digits', ['escapes'], 'k = "', written(() => '\\u002d'), '"'],
  ['\\u with braces', ['escapes'], 'k = "', written(() => '\\u{2d}'), '"'],
  ['\\U with eight digits', ['escapes'], 'k = "', written(() => '\\U0000002D'), '"'],
  ['\\x', ['escapes'], 'k = "', written(() => '\\x2d'), '"'],
  ['octal', ['escapes'], "k=$'", written(() => '\\055'), "'"],
  ['octal of printf', ['escapes'], "printf '", written(() => '\\0055'), "'"],
  ['two octal digits', ['escapes'], "k=$'", written(() => '\\55'), "'"],
  ['decimal entities', ['escapes'], '<p>', written((code) => `&#${code};`), '</p>'],
  ['hexadecimal entities', ['escapes'], '<p>', written((code) => `&#x${code.toString(16)};`), '</p>'],
  ['entities of entities', ['escapes'], '<p>', written((code) => `&amp;amp;#${code};`), '</p>'],
  ['a backslash of Markdown', ['escapes'], 'Key: ', written(() => '\\-'), ' (old)'],
  [
    'JSON in JSON in JSON',
    ['escapes'],
    json('{"b":"', 3),
    json(
      written(() => '\\u002d'),
      3,
    ),
    json('"}', 3),
  ],
  [
    'JSON in a URL',
    ['escapes'],
    '?q=%22',
    encodeURIComponent(
      json(
        written(() => '\\u002d'),
        1,
      ),
    ),
    '%22&',
  ],
  ['a line that goes on', ['escapes'], 'k=', `${head}\\\n${middle}\\\r\n${tail}`, '\n'],
  ['a YAML line that goes on', ['escapes'], 'a:\n  k: "', `${head}${middle}\\\n     ${tail}`, '"\n'],
  ['a line that goes on, in JSON', ['escapes'], '{"run":"k=', `${head}${middle}\\\\\\n  ${tail}`, '"}'],
];

const sums: readonly Story[] = [
  ['JavaScript', ['joined'], 'k = "', `${head}" + "${middle}" +\n  '${tail}`, "';"],
  ['with comments between', ['joined'], 'k = "', `${head}" + // one\n "${middle}" /* two */ + "${tail}`, '"'],
  ['PHP', ['joined'], "$k = '", `${head}' . '${middle}'."${tail}`, '";'],
  ['Visual Basic', ['joined'], 'k = "', `${head}" & _\r\n    "${middle}" & "${tail}`, '"'],
  ['Elixir', ['joined'], 'k = "', `${head}" <> "${middle}" <> "${tail}`, '"'],
  ['SQL', ['joined'], "select '", `${head}' || '${middle}' || '${tail}`, "'"],
  ['Lua', ['joined'], 'k = "', `${head}" .. "${middle}" .. '${tail}`, "'"],
  ['Haskell', ['joined'], 'k = "', `${head}" ++ "${middle}" ++ "${tail}`, '"'],
  ['C#', ['joined'], 'k = @"', `${head}" + $"${middle}" + $@"${tail}`, '"'],
  ['Python, side by side', ['joined'], 'k = ("', `${head}" f"${middle}"\n     r'${tail}`, "')"],
  ['Python, in three quotes', ['joined'], 'k = """', `${head}""" + """${middle}${tail}`, '"""'],
  ['C, a line each', ['joined'], 'char *k = "', `${head}"\n  "${middle}"\n  "${tail}`, '";'],
  ['C, a backslash each', ['joined'], 'k = "', `${head}" \\\n  "${middle}" \\\n  "${tail}`, '"'],
  ['shell, quote by quote', ['joined'], "K='", `${head}'"${middle}"'${tail}`, "'"],
  ['statement by statement', ['joined'], 'k = "', `${head}";\nk += "${middle}";\n  k += '${tail}`, "';"],
  ['a method', ['joined'], '"', `${head}".concat("${middle}", '${tail}`, "')"],
  ['join behind', ['joined'], 'k = ["', `${head}", "${middle}",\n "${tail}`, '"].join("")'],
  ['join behind, of Ruby', ['joined'], 'k = ["', `${head}", "${middle}", "${tail}`, '"].join\n'],
  ['join before', ['joined'], "k = ''.join(['", `${head}', "${middle}", '${tail}`, "',])"],
  ['join with a dash', ['joined'], 'k = ["', `sk", "ant", "${key.slice(7)}`, '"].join("-")'],
  ['join before with a dash', ['joined'], "k = '-'.join(('", `sk', 'ant', '${key.slice(7)}`, "'))"],
  ['Go', ['joined'], 'strings.Join([]string{"', `${head}", "${middle}", "${tail}`, '"}, "")'],
  ['Java', ['joined'], 'String.join("", "', `${head}", "${middle}", "${tail}`, '")'],
  ['C#, Concat', ['joined'], 'string.Concat("', `${head}", "${middle}", "${tail}`, '")'],
  ['PHP, implode', ['joined'], "implode('', ['", `${head}', '${middle}', '${tail}`, "'])"],
  ['Terraform', ['joined'], 'k = join("", ["', `${head}", "${middle}", "${tail}`, '"])'],
  ['SQL, CONCAT', ['joined'], "CONCAT('", `${head}','${middle}','${tail}`, "')"],
  ['Kotlin', ['joined'], 'listOf("', `${head}", "${middle}", "${tail}`, '").joinToString("")'],
];

const lines: readonly Story[] = [
  ['in quotes that are open', ['joined'], 'k: "', `${head}${middle}\n    ${tail}`, '"\n'],
  ['in quotes over three lines', ['joined'], 'k: "', `${key.slice(0, 30)}\n  ${middle.slice(23)}\n  ${tail}`, '"\n'],
  ['below a plain value', ['joined'], 'k: ', `${head}${middle}\n  ${tail}`, '\nother: 1\n'],
  ['at a column', ['joined'], 'k: |\n  ', (key.match(/.{1,40}/g) ?? []).join('\r\n  '), '\r\nother: 1\r\n'],
];

const named: readonly Story[] = [
  ['JavaScript', ['constants'], `const a = "${head}"; const k = \``, `\${a}${middle}${tail}`, '`;'],
  ['two of them', ['constants'], `a = "${head}"; b = "${middle}"; k = \``, `\${a}\${b}${tail}`, '`;'],
  ['Python', ['constants'], `PREFIX = "${head}"\nk = f"`, `{PREFIX}${middle}${tail}`, '"'],
  ['shell', ['constants'], `PREFIX=${head}\ncurl -H "x-api-key: `, `\${PREFIX}${middle}${tail}`, '"'],
  ['dotenv', ['constants'], `MID=${middle}\nKEY=`, `${head}\${MID}${tail}`, '\n'],
  ['Ruby', ['constants'], `P = '${head}'\nk = "`, `#{P}${middle}${tail}`, '"'],
  ['Terraform', ['constants'], `locals {\n  p = "${head}"\n}\nk = "`, `\${local.p}${middle}${tail}`, '"'],
  ['a workflow', ['constants'], `env:\n  P: ${head}\n  K: `, `\${{ env.P }}${middle}${tail}`, '\n'],
  ['Make', ['constants'], `P := ${head}\nK = `, `$(P)${middle}${tail}`, '\n'],
  ['a sum', ['constants', 'joined'], `const P: string = "${head}"; f(`, `P + "${middle}${tail}`, '")'],
  ['a sum of three', ['constants', 'joined'], `M = "${middle}"\nk = "`, `${head}" + M + "${tail}`, '"'],
  ['a member', ['constants', 'joined'], `self.p = "${head}"\nk = `, `self.p + "${middle}${tail}`, '"'],
  ['PHP', ['constants', 'joined'], `$p = '${head}';\n$k = `, `$p . '${middle}${tail}`, "';"],
  ['C', ['constants', 'joined'], `#define P "${head}"\nchar *k = `, `P "${middle}${tail}`, '";'],
  ['Rust', ['constants', 'joined'], `const P: &str = "${head}";\nf(`, `P + "${middle}${tail}`, '")'],
  ['Go', ['constants', 'joined'], `var p string = "${head}"\nk := `, `p + "${middle}${tail}`, '"'],
  ['shell, quote by quote', ['constants', 'joined'], `P='${head}'\nK="`, `$P"'${middle}${tail}`, "'"],
];

const encoded: readonly Story[] = [
  ['a Secret of Kubernetes', ['base64'], 'data:\n  OPENAI: ', base64(key), '\n'],
  ['standard alphabet', ['base64'], 'atob("Pj4+Pz8/', base64(key), 'Pj4+Pz8/")'],
  ['URL alphabet', ['base64'], 'atob("Pj4-Pz8_', base64(key), 'Pj4-Pz8_")'],
  ['padding', ['base64'], 'x: ', base64(key), 'Pg== y'],
  ['Basic authorization', ['base64'], `Authorization: Basic ${base64('abc:de')}`, base64(key), '\n'],
  ['a mail', ['joined', 'base64'], 'base64\n\n', (base64(key).match(/.{1,50}/g) ?? []).join('\r\n'), '\r\n--b'],
  [
    'a column before other words',
    ['joined', 'base64'],
    'k: |\n  ',
    (base64(key).match(/.{1,50}/g) ?? []).join('\n  '),
    '\n  other\n',
  ],
  ['a part of a path', ['base64'], 'https://h/basic/', base64(key), ''],
  ['base64 of base64 of base64', ['base64', 'base64', 'base64'], 'x ', base64(base64(base64(key))), ' y'],
  ['a sum in base64', ['base64', 'joined'], 'x=', base64(`${head}" + "${middle}" + "${tail}`), ''],
  ['base64 with an escaped slash', ['escapes', 'base64'], '"Pz8\\/', base64(key), 'Pz8\\/"'],
  ['a sum of base64', ['joined', 'base64'], '"', base64(key).replace(/.{30}/, '$&" + "'), '"'],
  [
    'code in a notebook',
    ['escapes', 'joined'],
    '{"source":["k = \\"',
    `${head}\\" + \\"${middle}\\" + '${tail}`,
    '\'"]}',
  ],
  [
    'a template in a notebook',
    ['escapes', 'constants'],
    `["a = \\"${head}\\"\\n","k = f\\"`,
    `{a}${middle}${tail}`,
    '\\""]',
  ],
];

describe.each([
  ['escapes', escaped],
  ['string literals', sums],
  ['lines', lines],
  ['constants', named],
  ['base64', encoded],
])('a key is shown that hides in %s:', (_, stories) => {
  test.each(stories)('%s', (_title, how, before, hidden, after) => {
    const text = `${before}${hidden}${after}`;
    const view = find(text, how, key);
    const start = view.text.indexOf(key);
    expect(view.origin(start)).toBe(before.length);
    expect(view.origin(start + key.length)).toBe(before.length + hidden.length);
  });
});

describe('a key is shown', () => {
  test('that a mail broke in two', () => {
    const text = `Content-Transfer-Encoding: quoted-printable\n\nkey=3D${key.slice(0, 60)}=\r\n${key.slice(60)}\n`;
    const view = find(text, ['quoted-printable'], `key=${key}\n`);
    expect(view.origin(view.text.indexOf(key))).toBe(text.indexOf(head));
  });

  test('that is the sum of two names', () => {
    const text = `A = "${head}"\nB = '${middle}${tail}'\nuse(A + B)`;
    const view = find(text, ['constants', 'joined'], `use("${key}")`);
    expect(view.origin(view.text.indexOf(key))).toBe(text.indexOf('A + B'));
  });

  test('that PowerShell has in UTF-16', () => {
    const text = `powershell -e ${Buffer.from(`$k='${key}'`, 'utf16le').toString('base64')}`;
    const view = find(text, ['base64'], `-e $k='${key}'`);
    expect(view.origin(view.text.indexOf(key))).toBe(14 + Math.floor((4 * 2) / 3) * 4);
  });

  test('between characters of several bytes, with the group that each of its own begins in', () => {
    const said = `é😀${key}—${key}ü`;
    const text = `x: ${Buffer.from(said).toString('base64')}`;
    const view = find(text, ['base64'], said);
    let [at, bytes] = [3, 0];
    for (const character of said) {
      expect(view.origin(at)).toBe(3 + Math.floor(bytes / 3) * 4);
      at += character.length;
      bytes += Buffer.byteLength(character);
    }
  });

  test('with the little of a large text that stands around it', () => {
    const code = 'const a1b2c3d4e5f6g7h8i9 = call(other, [1, 2, 3]);\n'.repeat(20_000);
    const text = `${code}key = "${head}" + "${middle}${tail}";\n${code}`;
    const view = find(text, ['joined'], `key = "${key}";`);
    expect(view.origin(view.text.indexOf(key))).toBe(code.length + 7);
    expect(view.text.length).toBeLessThan(10_000);
  });
});

describe('nothing is made of', () => {
  const other = expand('hf_{{alnum:34}}', 'other');
  const binary = Buffer.from(Array.from({ length: 900 }, (_, i) => (i * 151) & 0xff)).toString('base64');
  test.each([
    ['a text with nothing to undo', `key = "${key}"; other = '${other}'\n`],
    ['escapes of what is too short for a key', 'print("a\\tb\\n"); x = "50%25"; y = "&lt;b&gt;"'],
    ['a map of keys', `{"${key}": "${other}"}`],
    ['a list of keys', `["${key}", "${other}"]`],
    ['lines that have a key each', `a="${key}"\nb="${other}"\n`],
    ['lines of a dotenv file', `AAAAAAAAAAAAAAAAAAAAAAA=${key}\nB=${other}\n`],
    ['the names of imported modules', 'import (\n\t"crypto/sha256"\n\t"k8s.io/api/core/v1"\n\t"example.com/team-9"\n)'],
    ['words side by side', 'import (\n\t"context"\n\t"errors"\n\t"strings"\n\t"testing"\n\t"time"\n)'],
    ['a word and a link', '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/SVG/1.1/svg11.dtd">'],
    ['labels of a block', 'resource "aws_s3_bucket_object" "example_23" {\n}'],
    ['what backticks and quotes enclose in prose', 'the default is `"https://api.example.com/v1"`.'],
    ['lists that are not put together', `x = ["${head}", "${middle}"].map((s) => s.length)`],
    ['lists with other characters between', `["${key}", "${other}"].join(", ")`],
    ['a name that is bound twice', `P = "${head}"\nP = "other"\nk = f"{P}${middle}${tail}"`],
    ['a name that is bound to what is not known', `P = "${head}"\nif x:\n  P = y()\nk = f"{P}${middle}${tail}"`],
    ['a name of which nothing is told', `k = f"{P}${middle}${tail}"`],
    ['the parts of a path', 'JOBS = "jobs"\nopen(f"{JOBS}/latest-run/output-file")'],
    ['digests, one a line', 'd41d8cd98f00b204e9800998ecf8427e\n'.repeat(4)],
    ['base64 of bytes', binary],
    ['a certificate', (binary.match(/.{1,64}/g) ?? []).join('\n')],
    ['base64 of a text shorter than a key', base64('user:password')],
    ['a long identifier', 'getTheThingThatWasAskedForByTheCaller'],
    ['signs of quoted-printable in code', `x=3D\ny=\n${key}`],
  ])('%s', (_, text) => {
    expect([...views(text)].map(({ how, text: read }) => [how, read])).toEqual([]);
  });
});

/** The one view that was made so and shows what is sought. */
function find(text: string, how: readonly Undone[], sought: string): View {
  const made = [...views(text)].filter((view) => view.how.join() === how.join());
  expect(made.map((view) => view.text)).toEqual([expect.stringContaining(sought)]);
  return made[0] ?? expect.fail('no view');
}
