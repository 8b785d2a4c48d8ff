import { afterAll, beforeAll, expect, test } from 'vitest';
import { plain } from '../../github/answer.ts';
import { openStranger, type Stranger } from '../../github/stranger.ts';
import type { Rule, Trouble } from '../../github/trouble.ts';
import * as trouble from '../../github/trouble.ts';
import { homes, lacks, sharedOrganisation } from './stage.ts';

const { stage } = sharedOrganisation();
const names = ['shop-frontend', 'inner-agent'];
let stranger: Stranger;

beforeAll(async () => {
  stranger = await openStranger();
});

afterAll(() => stranger.close());

const codes = [301, 302, 307, 308] as const;

test.each(codes)(
  'git that is sent to another server with %d does not go, and the repository is named',
  async (code) => {
    const isInner: Rule['when'] = ({ path }) => path.startsWith('/acme/inner-agent.git/');
    const does = trouble.redirectTo(`${stranger.origin}/acme/inner-agent.git/info/refs?service=git-upload-pack`, code);
    const { scan } = await stage(names, { troubles: [{ when: isInner, does }] });
    const scanned = await scan(['github:acme', '--exit-zero']);
    expect([scanned.code, scanned.told().run.complete]).toEqual([3, false]);
    expect(homes(scanned.told())).toEqual(['shop-frontend']);
    expect(lacks(scanned.told())).toEqual([
      ['inner-agent', expect.stringMatching(/^Nothing of it was read: .* redirects, and is not followed\.$/)],
    ]);
    expect(scanned.waits).toEqual([]);
    expect(stranger.requests).toEqual([]);
  },
);

test.each<[string, Rule['when'], () => Trouble]>([
  ['GraphQL leads', ({ kind }) => kind === 'graphql', () => trouble.redirectTo(`${stranger.origin}/api/graphql`, 307)],
  ['all of the API leads', ({ kind }) => kind !== 'git', () => trouble.redirectTo(`${stranger.origin}/api/v3/`, 302)],
])('where %s to another server, the run says so and ends', async (_, when, does) => {
  const { scan } = await stage(names, { troubles: [{ when, does: does() }] });
  const { code, out, err } = await scan();
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(`leads to ${stranger.origin}, where nobody was asked for, and is not followed there`);
  expect(stranger.requests).toEqual([]);
});

test('a next page at another server is not asked for', async () => {
  const when: Rule['when'] = ({ path }) => path.includes('/repos?');
  const troubles = [{ when, does: trouble.foreignNext(stranger.origin) }];
  const { scan } = await stage(names, { graphql: false, troubles });
  const { code, out, err } = await scan();
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(`leads to ${stranger.origin} for the next page, and is not followed there`);
  expect(stranger.requests).toEqual([]);
});

test('git that is answered in the old way is led to no other server', async () => {
  const objects = `${stranger.origin}/acme/inner-agent.git/objects\n`;
  const troubles: Rule[] = [
    { when: ({ path }) => path.includes('info/refs'), does: () => plain(200, `${'1'.repeat(40)}\trefs/heads/main\n`) },
    { when: ({ path }) => path.includes('alternates'), does: () => plain(200, objects) },
  ];
  const { scan } = await stage(['inner-agent'], { troubles });
  const { code, told } = await scan(['github:acme', '--history']);
  expect([code, told().run.complete]).toEqual([3, false]);
  expect(stranger.requests).toEqual([]);
});

test('a token of another server is not sent', async () => {
  const { scan, fake } = await stage(names, { token: null });
  const env = { GITHUB_TOKEN: 'one', GH_TOKEN: 'two', GITHUB_SERVER_URL: 'https://github.com' };
  const { code } = await scan(['github:acme'], { env });
  expect(code).toBe(1);
  expect(fake.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
});
