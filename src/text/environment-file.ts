const file = /(?:^|\/)(?:\.env(?:\.[^/]+)?|\.envrc|[^/]+\.env|env[._-](?:example|sample|template|tmpl|dist))$/i;
const template = /(?:^|[._-])(?:example|sample|template|tmpl|tpl|dist|defaults?)(?:$|[._-])/i;

/** True for a file of environment variables, by its name. */
export function isEnvironmentFile(path: string): boolean {
  return file.test(path);
}

/** True for an environment file that only says what another is to hold: `.env.example`. */
export function isTemplate(path: string): boolean {
  return isEnvironmentFile(path) && template.test(path.slice(path.lastIndexOf('/') + 1));
}

/** The file that a template is for: `.env` of `.env.example`, of `example.env` and of `env.template`. */
export function madeOf(path: string): string {
  const at = path.lastIndexOf('/') + 1;
  const rest = path
    .slice(at)
    .split(/[._-]/)
    .filter((part) => part !== '' && !template.test(part));
  return `${path.slice(0, at)}.${rest.join('.')}`;
}
