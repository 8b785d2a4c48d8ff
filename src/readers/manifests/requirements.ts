import type { Asked, Parsed } from './parsed.ts';

/** Names of extras, groups and files that serve those who work on the code, not those who run it. */
const forDevelopment =
  /(?:^|[-_./])(?:dev|develop|development|tests?|testing|lint|linting|docs?|typing|types|ci|build|bench|format|fmt|mypy)(?:[-_./]|$)/i;

/** What may follow a name in a requirement: extras, a version, a marker, a URL, a comment, or nothing. */
const requirement = /^[ \t]*([A-Za-z0-9](?:[\w.-]{0,198}[A-Za-z0-9])?)[ \t]*(?=$|[[(<>=!~;@,#])/;

/** `requirements.txt` and its kin. Options, paths and plain URLs name no package and are passed over. */
export function requirements(text: string, path: string): Parsed {
  const scope = scopeOf(path.slice(path.lastIndexOf('/') + 1));
  const asked: Asked[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    const lead = /^[\ufeff \t]*(?:(?:-e|--editable)[ \t=]*)?/.exec(line)?.[0].length ?? 0;
    const found = asking(line.slice(lead), index + lead, scope);
    if (found) asked.push(found);
  }
  return { manifest: { name: null, workspace: false, entry: false, author: null, claim: null }, asked, leaves: null };
}

/** The package that a requirement (PEP 508, or a URL with `#egg=`) asks for. */
export function asking(text: string, offset: number, scope: Asked['scope']): Asked | null {
  const plain = requirement.exec(text);
  const name =
    plain?.[1] ??
    /^[\w+]{1,20}:[^\s#]{1,2000}#(?:[^\s=&]{1,99}=[^\s&]{0,999}&){0,9}egg=([\w.-]{1,200})/.exec(text)?.[1];
  if (name === undefined) return null;

  return { ecosystem: 'pypi', name: normalised(name), scope, at: offset + text.indexOf(name) };
}

/** A Python package's name as registries compare it (PEP 503). */
export function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Whether what an extra, group or file of this name asks for runs with the program, or only while working on it. */
export function scopeOf(name: string): Asked['scope'] {
  return forDevelopment.test(name) ? 'development' : 'runtime';
}
