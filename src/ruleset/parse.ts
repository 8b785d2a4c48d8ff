import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { RollcallError } from '../model/error.ts';
import type { RuleFiles } from './compile.ts';
import { CredentialFile } from './credential-schema.ts';
import { CallerFile, LogFile, WrapperFile } from './log-schema.ts';
import { ProcessFile } from './process-schema.ts';
import {
  CheckFile,
  FrameworkFile,
  OmittedFile,
  PlaceholderFile,
  ProviderFile,
  SdkFile,
  ServiceFile,
} from './schema.ts';

/** A rule file as read from disk; `path` is relative to the rules folder: `providers/openai.yaml`. */
export interface RuleText {
  readonly path: string;
  readonly text: string;
}

/** Parses rule files. An invalid one is a `RollcallError` that names file, line and what is wrong. */
export function parseRules(texts: readonly RuleText[]): RuleFiles {
  const sorted = [...texts].sort((a, b) => (a.path < b.path ? -1 : 1));
  const files = {
    providers: sorted.filter(({ path }) => path.startsWith('providers/')).map((file) => parse(file, ProviderFile)),
    frameworks: sorted.filter(({ path }) => path.startsWith('frameworks/')).map((file) => parse(file, FrameworkFile)),
    sdks: sorted.filter(({ path }) => path.startsWith('sdks/')).map((file) => parse(file, SdkFile)),
    services: sorted.filter(({ path }) => path.startsWith('services/')).map((file) => parse(file, ServiceFile)),
    credentials: sorted
      .filter(({ path }) => path.startsWith('credentials/'))
      .map((file) => parse(file, CredentialFile)),
    checks: sorted.filter(({ path }) => path.startsWith('checks/')).map((file) => parse(file, CheckFile)),
    logs: sorted.filter(({ path }) => /^logs\/[^/]+$/.test(path)).map((file) => parse(file, LogFile)),
    wrappers: sorted.filter(({ path }) => path.startsWith('logs/wrappers/')).map((file) => parse(file, WrapperFile)),
    ...callers(sorted.find(({ path }) => path === 'callers.yaml')),
    ...placeholders(sorted.find(({ path }) => path === 'placeholders.yaml')),
    ...processes(sorted.find(({ path }) => path === 'processes.yaml')),
  };
  unique(files);
  return files;
}

/** Rules of one's own need none: those that rollcall was built with hold. */
function placeholders(file: RuleText | undefined): { placeholders?: PlaceholderFile } {
  return file ? { placeholders: valid(file, PlaceholderFile) } : {};
}

function callers(file: RuleText | undefined): { callers?: CallerFile } {
  return file ? { callers: valid(file, CallerFile) } : {};
}

function processes(file: RuleText | undefined): { processes?: ProcessFile } {
  return file ? { processes: valid(file, ProcessFile) } : {};
}

/** Parses the list of what has no rule. */
export function parseOmitted(file: RuleText): OmittedFile {
  return valid(file, OmittedFile);
}

function parse<T extends { id: string }>(file: RuleText, schema: z.ZodType<T>): T {
  const parsed = valid(file, schema);
  if (file.path.endsWith(`/${parsed.id}.yaml`)) return parsed;
  throw new RollcallError('rule', `${file.path} has the id '${parsed.id}'`, { hint: 'Name the file after its id.' });
}

function valid<T>({ path, text }: RuleText, schema: z.ZodType<T>): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, uniqueKeys: true });
  const [error] = document.errors;
  if (error)
    throw new RollcallError('rule', `${path}:${lines.linePos(error.pos[0]).line} is not valid YAML`, {
      hint: error.message,
    });

  const result = schema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (!result.success) {
    const hint = result.error.issues
      .map((issue) => `${path}:${lineOf(issue.path)}: ${issue.path.join('.')}: ${issue.message}`)
      .join('\n');
    throw new RollcallError('rule', `${path} is not a valid rule file`, { hint, cause: result.error });
  }
  return result.data;

  function lineOf(keys: readonly PropertyKey[]): number {
    for (let length = keys.length; length >= 0; length--) {
      const node: unknown = document.getIn(keys.slice(0, length), true);
      const range = node && typeof node === 'object' && 'range' in node ? node.range : null;
      if (Array.isArray(range)) return lines.linePos(Number(range[0])).line;
    }
    return 1;
  }
}

function unique({ providers, frameworks, services = [], credentials = [], logs = [], wrappers = [] }: RuleFiles): void {
  const opened = credentials.flatMap((file) => file.services);
  mustDiffer([...providers, ...frameworks, ...services], 'rule files', 'An id names one provider or framework.');
  mustDiffer(opened, 'services of credentials', 'An id names one service.');
  mustDiffer([...logs, ...wrappers], 'log formats', 'An id names one layout of lines.');
}

function mustDiffer(all: readonly { readonly id: string }[], what: string, hint: string): void {
  const seen = new Set<string>();
  for (const { id } of all) {
    if (seen.has(id)) throw new RollcallError('rule', `two ${what} have the id '${id}'`, { hint });
    seen.add(id);
  }
}
