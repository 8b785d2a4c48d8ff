import type { CredentialVariable } from '../../model/credential.ts';

/** How sure it is that a value hands something over; null where it hands over nothing. */
export type Weighed = 'high' | 'medium' | null;

/** Values that switch something on or off. */
const words = /^(?:true|false|yes|no|on|off|none|null|undefined|disabled|optional|\d{1,3})$/i;

/** Values that people write where the real one belongs, or that everybody uses on their own machine. */
const invented =
  /^(?:<.*>|\[.*\]|\*+|\.{3,}|x{3,}.*|.*\.\.\.|(?:your|my|change|insert|replace|put|paste|enter|fill|add|some|todo|fixme|example|sample|placeholder|dummy|fake|test|dev|local|secret|password|passwd|pass|admin|root|user|guest|default|postgres|mysql|mongo|redis|rabbitmq|minio|minioadmin|docker|token|key|foo|bar|abc|123|supersecret|sk-x|mysecret)(?:$|[-_.:a-z0-9 ]{0,60}$))/i;

/** Whether a variable that is set to a value hands a credential over: it is written down, or taken from where it is kept. */
export function weighed(value: string, variable: Pick<CredentialVariable, 'url'> | null): Weighed {
  const text = value.trim();
  if (text === '' || words.test(text)) return null;
  if (isStore(text)) return 'high';
  if (variable?.url) return ofAddress(text);
  if (isReference(text)) return 'high';
  return text.length >= 6 && !invented.test(text) ? 'high' : null;
}

/** A value that is decided elsewhere: a variable, a template, an expression. */
export function isReference(text: string): boolean {
  return /\$\{|\{\{|\$\(|^\$[A-Za-z_]|^%\w+%$|^<%/.test(text);
}

/** The address of a secret: of 1Password, of Vault, of a cloud's store. */
function isStore(text: string): boolean {
  return /^(?:op|vault|awssm|gcpsm|azurekeyvault|sm|ref\+\w{1,20}):\S|^arn:aws:(?:secretsmanager|ssm):/.test(text);
}

/** An address opens something where it carries a user: with a password that somebody chose, or by the user alone. */
function ofAddress(text: string): Weighed {
  if (!text.includes('://')) return isReference(text) ? 'high' : null;
  const [, user = '', password = ''] = /^[a-z0-9+.-]{1,40}:\/\/([^:/@]{0,200}):?(.{0,400}?)@/i.exec(text) ?? [];
  if (isReference(password)) return 'high';
  if (password !== '') return password === user || invented.test(password) ? null : 'high';
  return user !== '' && !invented.test(user) ? 'medium' : null;
}

/** The host of an address, in lower case; null where it has none, or where that is decided elsewhere. */
export function hostOf(text: string): string | null {
  return (
    /:\/\/(?:[^/@]{0,600}@)?([a-z0-9][a-z0-9.-]{0,200})(?=[:/?#]|$)/i.exec(text.trim())?.[1]?.toLowerCase() ?? null
  );
}
