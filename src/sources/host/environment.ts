import type { HeldKey } from '../../model/process.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { entropy } from '../../text/entropy.ts';
import { heldKeys, type Setting } from './keys.ts';

/** What an environment says; nothing else of it is kept. */
export interface Environment {
  readonly keys: readonly HeldKey[];
  readonly baseUrls: readonly string[];
  readonly serviceName: string | null;
}

/** Reads an environment as `environ` has it: `NAME=value`, each ended by a NUL. */
export function environmentOf(environ: string, rules: RuleSet, salt: string): Environment {
  const settings = environ.split('\0').flatMap(setting);
  const urls = settings.filter(({ name }) => rules.variables.get(name)?.role === 'base-url');
  return {
    keys: heldKeys(settings, 'environment', rules, salt).toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1)),
    baseUrls: [...new Set(urls.flatMap(({ value }) => baseUrl(value) ?? []))].toSorted(),
    serviceName: serviceName(settings, rules),
  };
}

function setting(text: string): (Setting & { readonly name: string })[] {
  const at = text.indexOf('=');
  return at > 0 ? [{ name: text.slice(0, at), value: text.slice(at + 1) }] : [];
}

/** A base URL as it may be shown: without user, query and fragment, and without what may be a secret in its path. */
export function baseUrl(value: string): string | null {
  const text = value.trim();
  const isUrl = /^https?:\/\//i.test(text);
  // `127.0.0.1:11434`, as Ollama has it.
  if (!isUrl && !/^(?:[\w.-]+|\[[0-9a-f:]+\]):\d{1,5}$/i.test(text)) return null;
  const full = isUrl ? text : `http://${text}`;
  if (full.length > 2000 || !URL.canParse(full)) return null;
  const { protocol, host, pathname } = new URL(full);
  const path = pathname.split('/').map((part) => (isSecretive(part) ? '…' : part));
  return `${protocol}//${host}${path.join('/').replace(/\/+$/, '')}`;
}

function isSecretive(part: string): boolean {
  return part.length >= 16 && /\d/.test(part) && /[A-Za-z]/.test(part) && entropy(part) > 3;
}

/** The name that the process is told to be called, or that its telemetry bears. */
function serviceName(settings: readonly Setting[], { processes }: RuleSet): string | null {
  const values = new Map(settings.map(({ name, value }) => [name, value]));
  const named = processes.services.map((name) => values.get(name) ?? '');
  const attribute = /(?:^|,)service\.name=([^,]+)/.exec(values.get('OTEL_RESOURCE_ATTRIBUTES') ?? '')?.[1] ?? '';
  return [named[0] ?? '', attribute, ...named.slice(1)].find(isName) ?? null;
}

function isName(text: string): boolean {
  return /^[A-Za-z0-9][\w .:/@-]{0,99}$/.test(text) && !isSecretive(text);
}
