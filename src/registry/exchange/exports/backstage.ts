import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { Entry, Status } from '../../../model/registry.ts';
import { slug } from '../../stub.ts';
import { annotated, annotation } from '../annotation.ts';
import type { Exporter } from './format.ts';

/** Entities for a Backstage catalogue, a component for each agent. Shape: https://backstage.io/docs/features/software-catalog/descriptor-format */
export const backstage: Exporter = {
  render: ({ entries }) => entries.map((entry) => stringify(entity(entry), { lineWidth: 0 })).join('---\n'),
  notes: ({ entries }) => {
    const ownerless = entries.filter((entry) => ownerOf(entry) === nobody).map(({ id }) => id);
    return ownerless.length > 0 ? [`no owner is known of ${ownerless.join(', ')}: spec.owner is "${nobody}"`] : [];
  },
};

const nobody = 'unknown';

const lifecycles: Readonly<Record<Status, string>> = {
  draft: 'experimental',
  pending: 'experimental',
  approved: 'production',
  rejected: 'deprecated',
  deprecated: 'deprecated',
};

function entity(entry: Entry) {
  const { name, status, approval } = entry;
  const description = entry.purpose?.trim(); // blank lines at its start would not be read back
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: entityName(entry.id),
      title: name,
      ...(description ? { description } : {}),
      annotations: {
        ...slugs(entry),
        [annotation.status]: status,
        ...(approval?.expires ? { [annotation.expires]: approval.expires } : {}),
        [annotation.entry]: annotated(entry),
      },
    },
    spec: { type: 'ai-agent', lifecycle: lifecycles[status], owner: ownerOf(entry) },
  };
}

/** Names of entities have 63 characters at most. A longer one is cut, and told from others that begin alike by a digest. */
function entityName(id: string): string {
  if (id.length <= 63) return id;
  return `${id.slice(0, 52)}-${createHash('sha256').update(id).digest('hex').slice(0, 10)}`;
}

/** By these, plugins of Backstage find the repository. An entity has one; with more, none is more its own than the others. */
function slugs({ match }: Entry): Readonly<Record<string, string>> {
  const [first, second] = match.repos;
  const [, host, project] = /^(github\.com|gitlab\.com)\/([\w.-]+(?:\/[\w.-]+)+)$/.exec(first?.repo ?? '') ?? [];
  return host && project && !second ? { [`${host}/project-slug`]: project } : {};
}

/** A reference to the owner: `acme/billing` as it stands; of another name, its letters, and of a person none of the address. */
function ownerOf({ owner }: Entry): string {
  if (owner.team !== null) return reference(owner.team) ?? nobody;

  const person = reference((owner.technical ?? owner.sponsor ?? '').replace(/(?<=.)(?: <|@).*/, ''));
  return person === null ? nobody : person.includes(':') ? person : `user:${person}`;
}

function reference(text: string): string | null {
  const part = '[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';
  const whole = new RegExp(`^(?:[A-Za-z][A-Za-z0-9]{0,62}:)?(?:[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?/)?${part}$`);
  if (whole.test(text)) return text;

  const word = slug(text).slice(0, 63).replace(/-$/, '');
  return word === '' ? null : word;
}
