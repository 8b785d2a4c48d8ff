import { createHash } from 'node:crypto';
import type { Entry, Registry } from '../../../model/registry.ts';
import { byCodeUnit } from '../../../text/order.ts';
import { approvalDigest } from '../../digest.ts';
import { joinCredential, joinRepos, joinTool } from '../cells.ts';
import type { Exporter, ExportOptions } from './format.ts';

/**
 * A bill of materials: agents are applications, what they may use is what they depend on: models, frameworks, and services
 * (providers, hosts, MCP servers, data sinks). Shapes: https://cyclonedx.org/docs/1.6/json/ and
 * https://cyclonedx.org/docs/1.7/json/
 *
 * Approvals are properties. An attestation of CycloneDX says that a requirement of a standard is met; an approval is by no
 * standard, and whether it still holds is decided by the day and by the digest, which a signed statement would hide.
 */
export const cyclonedx: Exporter = { render, notes: () => [] };

function render(registry: Registry, { version, spec, timestamp }: ExportOptions): string {
  const { entries } = registry;
  const needs = entries.map((entry) => ({ entry, parts: partsOf(entry) }));
  const used = new Map(needs.flatMap((need) => need.parts).map((part) => [part.ref, part]));
  const parts = [...used.values()].toSorted((a, b) => byCodeUnit(a.ref, b.ref));
  const bom = {
    $schema: `http://cyclonedx.org/schema/bom-${spec}.schema.json`,
    bomFormat: 'CycloneDX',
    specVersion: spec,
    serialNumber: serialNumber(registry, spec),
    version: 1,
    metadata: {
      ...(timestamp === null ? {} : { timestamp }),
      tools: { components: [{ type: 'application', name: 'rollcall', version }] },
      properties: properties({ registry: registry.digest }),
    },
    components: [...entries.map(component), ...parts.flatMap((part) => asComponent(part) ?? [])],
    services: parts.flatMap((part) => asService(part) ?? []),
    dependencies: needs.map(({ entry, parts }) => ({
      ref: refOf(entry),
      dependsOn: [...new Set(parts.map(({ ref }) => ref))].toSorted(),
    })),
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

/** A UUID of version 5 in the namespace of URLs: the same entries have the same number. */
function serialNumber({ entries, digest }: Registry, spec: string): string {
  const namespace = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');
  const name = `https://rollcall.dev/registry/${digest}?spec=${spec}&id=${entries.map(({ id }) => id).join(',')}`;
  const hash = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  const hex = Buffer.from(
    hash.map((byte, i) => (i === 6 ? (byte & 0x0f) | 0x50 : i === 8 ? (byte & 0x3f) | 0x80 : byte)),
  )
    .toString('hex')
    .replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return `urn:uuid:${hex}`;
}

function refOf({ id }: Entry): string {
  return `agent:${id}`;
}

function component(entry: Entry) {
  const { name, purpose, owner } = entry;
  const people = [owner.technical, owner.sponsor].filter((person) => person !== null);
  const contact = [...new Set(people)].map((person) => (isAddress(person) ? { email: person } : { name: person }));
  const organisation = {
    ...(owner.team === null ? {} : { name: owner.team }),
    ...(contact.length > 0 ? { contact } : {}),
  };
  return {
    type: 'application',
    'bom-ref': refOf(entry),
    ...(Object.keys(organisation).length > 0 ? { manufacturer: organisation } : {}),
    name,
    ...(purpose === null ? {} : { description: purpose }),
    properties: propertiesOf(entry),
  };
}

function isAddress(person: string): boolean {
  return (
    /^[\w.+-]{1,64}@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,24}$/i.test(person) && !/^\.|\.\.|\.@/.test(person)
  );
}

function propertiesOf(entry: Entry) {
  const { owner, match, scope, approval } = entry;
  return properties({
    id: entry.id,
    status: entry.status,
    'owner:team': owner.team,
    'owner:technical': owner.technical,
    'owner:sponsor': owner.sponsor,
    'match:repository': joinRepos(match.repos),
    'match:image': match.images,
    'match:workload': match.workloads,
    'match:host': match.hosts,
    identity: entry.identities,
    'scope:tool': scope.tools?.map(joinTool),
    'scope:dynamic': scope.dynamic,
    credential: entry.credentials.map(joinCredential),
    'approval:by': approval?.by,
    'approval:at': approval?.at,
    'approval:expires': approval?.expires,
    'approval:evidence': approval?.evidence,
    'approval:digest': approval?.digest,
    'approval:fits': approval ? String(approval.digest === approvalDigest(entry)) : null,
    exception: entry.exceptions.map(({ check, until, reason }) => `${check} until ${until}: ${reason}`),
  });
}

/** One property for each value, in the order given. */
function properties(values: Readonly<Record<string, string | readonly string[] | null | undefined>>) {
  return Object.entries(values).flatMap(([name, value]) =>
    [value ?? []].flat().map((each) => ({ name: `rollcall:${name}`, value: each })),
  );
}

/** Something that agents use. */
interface Part {
  readonly kind: 'model' | 'framework' | 'provider' | 'host' | 'mcp' | 'sink';
  readonly name: string;
  readonly ref: string;
}

function partsOf({ scope }: Entry): readonly Part[] {
  const part = (kind: Part['kind']) => (name: string) => ({ kind, name, ref: `${kind}:${name}` });
  return [
    ...(scope.models ?? []).map(part('model')),
    ...(scope.frameworks ?? []).map(part('framework')),
    ...(scope.providers ?? []).map(part('provider')),
    ...(scope.hosts ?? []).map(part('host')),
    ...(scope.mcpServers ?? []).map(part('mcp')),
    ...(scope.dataSinks ?? []).map(part('sink')),
  ];
}

function asComponent({ kind, name, ref }: Part) {
  switch (kind) {
    case 'model':
      return { type: 'machine-learning-model', 'bom-ref': ref, name };
    case 'framework':
      return { type: 'framework', 'bom-ref': ref, name };
    case 'provider':
    case 'host':
    case 'mcp':
    case 'sink':
      return null;
    default:
      return kind satisfies never;
  }
}

function asService({ kind, name, ref }: Part) {
  switch (kind) {
    case 'model':
    case 'framework':
      return null;
    case 'host':
    case 'provider':
    case 'mcp':
    case 'sink':
      return { 'bom-ref': ref, name, properties: properties({ service: kind }) };
    default:
      return kind satisfies never;
  }
}
