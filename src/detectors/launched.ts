/** Programs that run another: the one is how, and the other what. */
const launchers =
  /^(?:npx|bunx|pnpx|uvx|pipx|npm|pnpm|yarn|bun|deno|uv|poetry|node|tsx|ts-node|python[\d.]*|docker|podman|cmd|bash|sh)(?:\.(?:exe|cmd))?$/;

/** Words of launchers that stand before what is run. */
const verbs: ReadonlySet<string> = new Set('run exec dlx x tool /c'.split(' '));

/** Options that take the next word. */
const taking =
  /^(?:-e|--env|--env-file|-v|--volume|--mount|--name|--network|--net|--platform|--directory|--project|--with|--from|--python|-w|--workdir|-u|--user)$/;

/** Words that are looked at. */
const most = 60;

/**
 * What a command line starts: of `npx -y @acme/files@1` that is `@acme/files`, of `python -m server` `server`. A command that
 * launches nothing is itself what is started.
 */
export function launched(command: string, given: readonly string[]): string {
  const [program = '', ...own] = command.trim().split(/\s+/, most);
  if (!isLauncher(program)) return program;

  const words = [...own, ...given].slice(0, most);
  const found = words.find((word, index) => !isBefore(word, words[index - 1]));
  return found === undefined ? program : unversioned(found);
}

function isLauncher(word: string): boolean {
  return launchers.test(word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1));
}

function isBefore(word: string, last: string | undefined): boolean {
  return verbs.has(word) || word.startsWith('-') || isLauncher(word) || (last !== undefined && taking.test(last));
}

/** An entry that allows a server allows the next release of it. */
function unversioned(word: string): string {
  return /^(@?[^@\s]{1,300})@[\w.^~-]{1,100}$/.exec(word)?.[1] ?? word;
}
