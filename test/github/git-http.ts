import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { type Answer, type Logged, plain } from './answer.ts';
import { plainGit } from './commits.ts';
import { type FakeRepository, type FakeWorld, lookUp, renamedTo } from './world.ts';

/** What a server of git allows beside the plain protocol: to leave blobs out, and to ask for a commit by its id. */
const config = {
  'uploadpack.allowFilter': 'true',
  'uploadpack.allowAnySHA1InWant': 'true',
  'http.receivepack': 'false',
  'safe.directory': '*',
};

const place = /^\/([^/]+\/[^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** Answers a request of git's smart protocol, by `git http-backend`. */
export async function gitHttp(world: FakeWorld, request: Logged, url: URL, body: Buffer): Promise<Answer> {
  const [, full = '', action = ''] = place.exec(decodeURIComponent(url.pathname)) ?? [];
  if (full === '') return plain(404, 'Not Found');
  const mayRead = request.authorization === 'right';
  const ask = { 'www-authenticate': 'Basic realm="GitHub"' };
  if (request.authorization === 'wrong') return plain(401, 'Bad credentials', ask);

  const moved = renamedTo(world, full, mayRead);
  if (moved) {
    return plain(301, '', { location: `/${world.owner}/${moved.name}.git/${action}${url.search}` });
  }
  const repository = lookUp(world, full, mayRead);
  // Whoever brings no credential is asked for one, whether the repository exists or not.
  if (!repository) return mayRead ? plain(404, 'Repository not found.') : plain(401, 'No anonymous access.', ask);
  if (repository.disabled) return plain(403, 'Access to this repository has been disabled by GitHub staff.');
  if (repository.gitDir === null) return plain(404, 'Repository not found.');
  if (request.path.includes('git-receive-pack')) return plain(403, 'Write access to repository not granted.');
  return backend(repository, repository.gitDir, action, request, url, body);
}

async function backend(
  { name }: FakeRepository,
  gitDir: string,
  action: string,
  { method, headers }: Logged,
  url: URL,
  body: Buffer,
): Promise<Answer> {
  const settings = Object.entries(config).flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  const child = spawn('git', ['http-backend'], {
    env: {
      ...plainGit(),
      ...Object.fromEntries(settings),
      GIT_CONFIG_COUNT: String(Object.keys(config).length),
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${name}/${action}`,
      PATH_TRANSLATED: `${gitDir}/${action}`,
      REQUEST_METHOD: method,
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: headers['content-type'] ?? '',
      CONTENT_LENGTH: String(body.length),
      HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
      GIT_PROTOCOL: [headers['git-protocol']].flat()[0] ?? '',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // It may have answered before it has read all; what matters is its answer.
  child.stdin.on('error', () => undefined);
  child.stdin.end(body);
  return fromCgi(await buffer(child.stdout));
}

/** A CGI program writes its headers, an empty line, and its body. */
function fromCgi(output: Buffer): Answer {
  const end = output.indexOf('\r\n\r\n');
  const lines = output.subarray(0, Math.max(0, end)).toString('latin1').split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) headers[name.toLowerCase()] = value;
  }
  const { status = end < 0 ? '500' : '200', ...others } = headers;
  return { status: Number.parseInt(status, 10), headers: others, body: output.subarray(end + 4) };
}
