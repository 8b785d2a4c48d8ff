import { beforeAll, expect, test } from 'vitest';
import { desk, folder } from '../../cli/stage.ts';
import { gitIn } from '../../github/commits.ts';
import { type History, writeHistory } from '../../github/history.ts';
import { fakeRepository } from '../../github/world.ts';
import { homes, sharedOrganisation } from './stage.ts';

const shared = sharedOrganisation();
const agent = `import OpenAI from 'openai';
await new OpenAI().chat.completions.create({ model: 'gpt-4.1', messages: [] });
`;
const manifest = '{ "name": "shop", "dependencies": { "openai": "^6.0.0" } }';
let gitDir = '';
let first = '';
let head = '';

beforeAll(async () => {
  gitDir = `${shared.folder()}/versions.git`;
  const history: History = {
    branch: 'main',
    commits: [
      [
        { path: 'package.json', data: manifest },
        { path: 'main.js', data: agent },
      ],
      [{ path: 'main.js', data: '' }],
    ],
  };
  head = await writeHistory(gitDir, history);
  first = (await gitIn(gitDir, 'rev-parse', 'main~1')).trim();
  for (const ref of ['refs/heads/feature/one', 'refs/tags/v1.0', "refs/heads/o'dd-$(x)"])
    await gitIn(gitDir, 'update-ref', ref, first);
});

/** A server with one repository, in whose first commit there is an agent, and in whose last there is none. */
function shop(): ReturnType<typeof shared.stage> {
  return shared.stage([], { repositories: [fakeRepository({ name: 'shop', gitDir, head, visibility: 'private' })] });
}

test('the default branch is what is read', async () => {
  const { scan } = await shop();
  expect(homes((await scan(['github:acme/shop'])).told())).toEqual([]);
});

test.each(['feature/one', 'v1.0', 'ID', "o'dd-$(x)", 'refs/tags/v1.0', 'heads/feature/one'])(
  'the commit of %s is read',
  async (ref) => {
    const { scan } = await shop();
    const { code, told, out } = await scan([`github:acme/shop@${ref === 'ID' ? first : ref}`]);
    expect([code, told().run.complete]).toEqual([1, true]);
    expect(homes(told())).toEqual(['shop']);
    expect(out).toContain(`"commit": "${first}"`);
  },
);

test.each(['-x', '--upload-pack=touch owned', 'a b', 'a..b', 'a@{1}', 'a\nb', 'a~1', 'a^', 'a:b', 'a*', 'a\\b', ''])(
  'the ref %j is refused, and nobody is asked',
  async (ref) => {
    const { scan, fake } = await shop();
    const { code, out, err } = await scan([`github:acme/shop@${ref}`]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('names no owner and no repository');
    expect(err).toContain('github:OWNER/REPOSITORY@REF');
    expect(fake.requests).toEqual([]);
  },
);

test.each(['github:', 'github:-acme', 'github:acme/..', 'github:acme/shop/more', 'github:a b', 'github:acme/shop?x=1'])(
  '%s is no target',
  async (target) => {
    const { scan, fake } = await shop();
    expect((await scan([target])).code).toBe(2);
    expect(fake.requests).toEqual([]);
  },
);

test('a ref that is not there is refused, with a word of what it may be', async () => {
  const { scan } = await shop();
  const { code, out, err } = await scan(['github:acme/shop@gone']);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/github:acme\/shop@gone cannot be listed .*\n\nHas it a branch, tag or commit "gone"\?/);
});

test('one repository at two commits is refused, at one by two names it is one', async () => {
  const { scan } = await shop();
  const two = await scan(['github:acme/shop@v1.0', 'github:acme/shop']);
  expect([two.code, two.out]).toEqual([2, '']);
  expect(two.err).toMatch(/github:acme\/shop names another commit of \S+\/acme\/shop than the target before/);
  const beside = await scan(['github:acme', 'github:acme/shop@v1.0']);
  expect(beside.code).toBe(2);
  const one = await scan(['github:acme/shop@v1.0', 'github:acme/shop@feature/one', 'github:ACME/Shop@v1.0']);
  expect(one.told().run.coverage.forge).toMatchObject({ read: 1 });
});

test('a server, a folder and a log are read together', async () => {
  const { scan } = await shop();
  const line = JSON.stringify({ host: 'api.openai.com', path: '/v1/chat/completions', method: 'POST' });
  const cwd = folder({ ...desk, 'proxy.log': `${line}\n` });
  const argv = ['github:acme/shop@v1.0', 'desk', 'log:proxy.log'];
  const { code, told } = await scan(argv, { cwd });
  expect(code).toBe(1);
  expect(told().run.coverage).toMatchObject({ forge: { read: 1 }, logs: [{ file: 'proxy.log', lines: 1 }] });
  expect(told().agents.map(({ id }) => id.replace(/^[^/]*\//, ''))).toEqual(expect.arrayContaining(['acme/shop//.']));
  expect(told().agents).toHaveLength(2);
});

test.each([['--since', 'main'], ['--staged'], ['--verify']])(
  '%s goes with no repository of a server',
  async (...flag) => {
    const { scan, fake } = await shop();
    const { code, out, err } = await scan(['github:acme/shop', ...flag]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/goes with no github: target|is not a git repository/);
    expect(fake.requests).toEqual([]);
  },
);
