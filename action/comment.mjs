// Keeps one comment on a pull request up to date. What goes wrong here is said, and changes nothing of how the run ends.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const {
  TOKEN = '',
  NUMBER,
  TARGETS = '',
  PAGE = '',
  CODE,
  GITHUB_REPOSITORY = '',
  GITHUB_GRAPHQL_URL,
  RUNNER_TEMP = '',
} = process.env;

/** Two uses of the action on different folders have a comment each. */
const marker = `<!-- rollcall ${createHash('sha256').update(TARGETS.trim()).digest('hex').slice(0, 12)} -->`;

const findComment = `
  query ($owner: String!, $name: String!, $number: Int!, $after: String) {
    repository(owner: $owner, name: $name) {
      pullRequest(number: $number) {
        id
        comments(first: 100, after: $after) {
          nodes { id body viewerDidAuthor }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }`;
const addComment = `
  mutation ($subject: ID!, $body: String!) {
    addComment(input: { subjectId: $subject, body: $body }) { clientMutationId }
  }`;
const updateComment = `
  mutation ($comment: ID!, $body: String!) {
    updateIssueComment(input: { id: $comment, body: $body }) { clientMutationId }
  }`;

try {
  say(keep());
} catch (error) {
  // The run has its own result, and a comment is not it.
  say(`No comment was written: ${reason(error)}`, 'warning');
}

function keep() {
  const { subject, comment } = find();
  const body = `${marker}\n${readFileSync(PAGE, 'utf8')}`;
  if (comment !== null) {
    ask(updateComment, { comment, body });
    return 'The comment is up to date.';
  }
  if (CODE === '0') return 'There is nothing to comment on.';

  ask(addComment, { subject, body });
  return 'The comment is written.';
}

/** Our own comment alone: anybody can write the marker. */
function find() {
  const [owner, name] = GITHUB_REPOSITORY.split('/');
  let after = null;
  for (;;) {
    const { repository } = ask(findComment, { owner, name, number: Number(NUMBER), after });
    const { id, comments } = repository.pullRequest;
    const ours = comments.nodes.find(({ viewerDidAuthor, body }) => viewerDidAuthor && body.startsWith(marker));
    if (ours || !comments.pageInfo.hasNextPage) return { subject: id, comment: ours?.id ?? null };
    after = comments.pageInfo.endCursor;
  }
}

/** By curl, which knows the proxies of the runner. The token goes by its standard input: arguments can be seen by others. */
function ask(query, variables) {
  if (!/^[\w.-]+$/.test(TOKEN)) throw new Error('there is no token, or it is none');

  const file = join(mkdtempSync(join(RUNNER_TEMP, 'rollcall.')), 'question.json');
  writeFileSync(file, JSON.stringify({ query, variables }));
  const flags = ['--silent', '--show-error', '--max-time', '30', '--config', '-', '--data-binary', `@${file}`];
  const answer = execFileSync('curl', [...flags, GITHUB_GRAPHQL_URL ?? 'https://api.github.com/graphql'], {
    input: `header = "Authorization: Bearer ${TOKEN}"\nheader = "Content-Type: application/json"\n`,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { data, errors, message } = JSON.parse(answer);
  if (errors?.length > 0) throw Object.assign(new Error(errors[0].message), { type: errors[0].type });
  if (!data) throw new Error(message ?? 'the answer holds nothing');
  return data;
}

function reason(error) {
  const text = error instanceof Error ? error.message : String(error);
  const denied = error?.type === 'FORBIDDEN' || /not accessible by/i.test(text);
  if (!denied) return text;
  return 'the token may only read, as that of a pull request from a fork. Else the job needs pull-requests: write.';
}

/** As a command of the runner, with what it reads back. */
function say(text, level = 'notice') {
  const data = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  process.stdout.write(level === 'notice' ? `${text}\n` : `::${level} title=rollcall::${data}\n`);
}
