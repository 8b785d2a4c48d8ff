import type { Approval, Exception, Scope } from '../model/registry.ts';
import type { Stub } from './stub.ts';

/** An entry as a file has it: plain values in the order in which a person reads them, and nothing that is empty. */
export function written(entry: Stub): Readonly<Record<string, unknown>> {
  const { id, name, purpose, status, note, owner, match, identities, scope, credentials, approval, exceptions } = entry;
  return filled({
    id,
    name,
    purpose,
    status,
    note,
    owner: filled(owner),
    match: filled({
      repos: match.repos.map(({ repo, paths }) => filled({ repo, paths })),
      images: match.images,
      workloads: match.workloads,
      hosts: match.hosts,
    }),
    identities,
    scope: writtenScope(scope),
    credentials: credentials.map(({ env, ref, unique }) => filled({ env, ref, unique: unique ? true : null })),
    approval: approval && writtenApproval(approval),
    exceptions: exceptions.map(writtenException),
  });
}

/** A scope as a file has it. */
export function writtenScope({
  providers,
  models,
  hosts,
  frameworks,
  tools,
  mcpServers,
  dataSinks,
  dynamic,
}: Scope): Readonly<Record<string, unknown>> {
  const plain = tools?.map(({ name, access, approval }) => filled({ name, access, approval }));
  return filled({ providers, models, hosts, frameworks, tools: plain, mcpServers, dataSinks, dynamic });
}

/** An approval as a file has it. */
export function writtenApproval({ by, at, expires, evidence, digest }: Approval): Readonly<Record<string, unknown>> {
  return filled({ by, at, expires, evidence, digest });
}

function writtenException({ check, until, reason, ticket }: Exception): Readonly<Record<string, unknown>> {
  return filled({ check, until, reason, ticket });
}

/** Without what is absent or holds nothing. */
function filled(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
