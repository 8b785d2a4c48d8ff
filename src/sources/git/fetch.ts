import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bareAt, type Repository } from '../repository.ts';
import { folderSize } from './folder-size.ts';
import { type Ending, findGit, launch, sealed } from './program.ts';

/** What is fetched of a repository elsewhere, and into which folder. */
export interface FetchOptions {
  /** `https://github.com/acme/shop.git`; without TLS only this machine is spoken to. It holds no credentials. */
  readonly url: string;
  /** What is wanted: a commit, and of the past nothing; or all there is. */
  readonly head: string;
  readonly history: boolean;
  /** Larger files stay where they are; `null`: none does. */
  readonly maxBlob: number | null;
  /** Sent to the server of the URL, and to no other; `null`: none is. */
  readonly token: string | null;
  /** Absolute path of an empty folder of our own. */
  readonly folder: string;
  /** Where a proxy and certificates are named. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that it may take, and bytes on the disk. */
  readonly patience: number;
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}

/** Why nothing was fetched: the end of a sentence that begins with the name of the server. */
export interface FetchFault {
  readonly fault: string;
  /** True where it may be there another time. */
  readonly passes: boolean;
  /** True where the server allows no more for now. */
  readonly isLimit: boolean;
}

/** It asks for what the environment holds: neither a command line nor an address ever has the token in it. */
const helper =
  '!f() { test "$1" = get && test -n "$ROLLCALL_FETCH_TOKEN" && printf "username=x-access-token\\npassword=%s\\n" "$ROLLCALL_FETCH_TOKEN"; }; f';

const passed = [
  ...['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY', 'no_proxy', 'NO_PROXY'],
  ...['GIT_SSL_CAINFO', 'GIT_SSL_CAPATH', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
];

const pause = 500;

/** Fetches objects into a bare repository of our own, without a work tree, a hook, or a configuration of anybody else. */
export async function fetchObjects(options: FetchOptions): Promise<Repository | FetchFault> {
  const git = await findGit();
  const { folder, head, history, signal } = options;
  layOut(options);
  // Whoever was stopped meanwhile hears of it no second time.
  signal.throwIfAborted();
  // By its id, not by its branch: what is read is the commit that was listed, whatever has been pushed since.
  const wanted = history ? ['+refs/*:refs/*'] : [`+${head}:refs/heads/rollcall`];
  const running = launch(git.path, ['--no-pager', ...settings(options), ...fetching(options), 'origin', ...wanted], {
    cwd: folder,
    env: environment(options),
    isGroup: true,
  });
  running.stdin.end();
  running.stdout.resume();
  let reason = '';
  const stop = (why: string): void => {
    reason ||= why;
    running.stop();
  };
  const abort = (): void => stop('was not asked to the end');
  const late = setTimeout(
    () => stop(`took longer than ${Math.round(options.patience / 60_000)} minutes`),
    options.patience,
  );
  const watch = setInterval(() => {
    if (folderSize(folder) > options.mostBytes) stop(`sent more than ${Math.round(options.mostBytes / 1e9)} GB`);
  }, pause);
  signal.addEventListener('abort', abort, { once: true });
  const ending = await running.ended;
  signal.removeEventListener('abort', abort);
  clearTimeout(late);
  clearInterval(watch);
  signal.throwIfAborted();
  if (reason !== '') return { fault: reason, passes: false, isLimit: false };
  if (ending.code !== 0) return faultOf(ending, options);
  return bareAt(folder, folder) ?? { fault: 'sent no repository', passes: false, isLimit: false };
}

function layOut({ url, head, folder, maxBlob }: FetchOptions): void {
  for (const name of ['refs', 'objects', 'objects/info', 'objects/pack'])
    mkdirSync(join(folder, name), { mode: 0o700 });
  writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/rollcall\n');
  const isWide = head.length === 64;
  const partial = maxBlob === null ? '' : `\tpromisor = true\n\tpartialclonefilter = blob:limit=${maxBlob}\n`;
  const extensions = `${isWide ? '\tobjectFormat = sha256\n' : ''}${maxBlob === null ? '' : '\tpartialClone = origin\n'}`;
  writeFileSync(
    join(folder, 'config'),
    `[core]\n\trepositoryformatversion = ${extensions === '' ? 0 : 1}\n\tbare = true\n${extensions === '' ? '' : `[extensions]\n${extensions}`}[remote "origin"]\n\turl = ${url}\n${partial}`,
  );
}

function settings({ url }: FetchOptions): string[] {
  const own = [
    ['core.fsmonitor', 'false'],
    ['credential.helper', ''],
    // For the server of the URL alone, so that a redirect takes it nowhere.
    [`credential.${new URL(url).origin}.helper`, helper],
    ['http.followRedirects', 'false'],
    ['http.lowSpeedLimit', '1000'],
    ['http.lowSpeedTime', '60'],
    ['protocol.version', '2'],
    ['submodule.recurse', 'false'],
    ['fetch.recurseSubmodules', 'false'],
    // What it refuses could harm whoever checks it out, which nobody does here. Whoever commits such an object would keep
    // the repository from being read: a fetch that leaves large files out knows no exceptions. Ids are checked all the same.
    ['transfer.fsckObjects', 'false'],
    ['gc.auto', '0'],
    ['maintenance.auto', 'false'],
    ['pack.threads', '1'],
    ['core.packedGitLimit', '128m'],
    ['core.bigFileThreshold', '16m'],
  ];
  return own.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function fetching({ history, maxBlob }: FetchOptions): string[] {
  const words = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-gc', '--no-recurse-submodules'];
  if (!history) words.push('--depth=1');
  if (maxBlob !== null) words.push(`--filter=blob:limit=${maxBlob}`);
  return words;
}

function environment({ url, folder, token, env }: FetchOptions): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(passed.map((name) => [name, env[name]])),
    ...sealed(folder),
    GIT_ALLOW_PROTOCOL: new URL(url).protocol.slice(0, -1),
    ...(token === null ? {} : { ROLLCALL_FETCH_TOKEN: token }),
  };
}

const tooMany = 'allows no further clone for now';

/** What git says of it, in our words: its own may hold the address. */
const faults: readonly (readonly [pattern: RegExp, fault: string, passes: boolean])[] = [
  [
    /not our ref|unadvertised object|no such remote ref|couldn't find remote ref/i,
    'does not give the commit any more',
    false,
  ],
  [
    /could not read (?:Username|Password)|Authentication failed|invalid credentials/i,
    'wants a token, or another one',
    false,
  ],
  [/(?:returned error:|HTTP) 403\b/i, 'refuses to give it', false],
  [/not found|(?:returned error:|HTTP) 404\b/i, 'does not have it, or does not show it to this token', false],
  [/(?:returned error:|HTTP) 429\b/i, tooMany, true],
  [/(?:returned error:|HTTP) 5\d\d\b/i, 'is out of order', true],
  [/redirect|(?:returned error:|HTTP) 3\d\d\b/i, 'redirects, and is not followed', false],
  [/bad object|inflate|corrupt|mismatch/i, 'sent what git takes for damaged', false],
  [/No space left|Disk quota/i, 'sent more than there is room for on the disk', false],
  [/SSL|certificate/i, 'has no certificate that git trusts (GIT_SSL_CAINFO names further authorities)', false],
  [
    /Could not resolve|Failed to connect|Connection|timed out|early EOF|hung up|RPC failed|unexpected disconnect|Empty reply|transfer closed/i,
    'broke off',
    true,
  ],
  // What breaks off is no valid pack either, so that this comes behind it.
  [/invalid index-pack|(?:index-pack|unpack-objects) failed/i, 'sent what git takes for damaged', false],
  [
    /is this a git repository|dumb http|expected 'packfile'|protocol error|bad line length|invalid server response/i,
    'does not speak git',
    true,
  ],
];

function faultOf({ code, said }: Ending, { url }: FetchOptions): FetchFault {
  // A repository may be called after what can go wrong.
  const text = said.join('\n').replaceAll(url, '');
  const found = faults.find(([pattern]) => pattern.test(text));
  const fault = found ? found[1] : `could not be read by git (status ${code ?? 'of a signal'})`;
  return { fault, passes: found?.[2] ?? true, isLimit: fault === tooMany };
}
