import { draft, type Facts, facet, type Given, type Importer, isExact, type Reading } from '../draft.ts';
import { Fields } from '../fields.ts';
import { hostAt, living } from '../place.ts';

/**
 * Agent cards of the A2A protocol, as an agent serves them at `/.well-known/agent-card.json`. Shapes: 1.0 by the message
 * AgentCard of https://github.com/a2aproject/A2A/blob/main/specification/a2a.proto in its JSON form (`supportedInterfaces`),
 * 0.3 by https://github.com/a2aproject/A2A/blob/v0.3.0/specification/json/a2a.json (`url`, `additionalInterfaces`).
 */
export const a2a: Importer = {
  recognises: ({ documents }) => documents.some(({ value }) => cards(value).some(({ card }) => isCard(card))),
  read,
};

function read({ documents }: Given): Reading {
  const drafts = documents.flatMap((tree) =>
    cards(tree.value).map(({ card, path }) => draft(tree.offset(path), card, cardFacts(card))),
  );
  return { drafts, passed: [], faults: [] };
}

/** A document is a card, or a list of cards. */
function cards(value: unknown): readonly { card: Fields; path: readonly number[] }[] {
  const items = Array.isArray(value)
    ? value.map((item, index) => ({ item, path: [index] }))
    : [{ item: value, path: [] }];
  return items.flatMap(({ item, path }) => {
    const card = Fields.of(item);
    return card ? [{ card, path }] : [];
  });
}

/** A card, or the beginning of one that an export has written: a name, and nothing that would make it something else. */
function isCard(card: Fields): boolean {
  const marks = ['supportedInterfaces', 'skills', 'defaultInputModes', 'capabilities'];
  const isMarked = marks.some((key) => card.peek(key) !== undefined) || card.hasOnly('name', 'description');
  return card.says('name') !== '' && isMarked;
}

/**
 * What a card says of an agent, whoever keeps the card. Its skills are the nearest thing to tools that it names; how they
 * act it does not say. The host that it answers at is a place where it lives.
 */
export function cardFacts(card: Fields): Partial<Facts> {
  card.skip('$schema');
  const provider = card.fields('provider');
  const interfaces = [card, ...card.list('supportedInterfaces'), ...card.list('additionalInterfaces')];
  const skills = card.list('skills').flatMap((skill) => skill.text('id', isExact) ?? []);
  return {
    name: card.text('name') ?? card.text('displayName'),
    purpose: card.text('description'),
    owner: { team: provider?.text('organization', isExact) ?? null, technical: null, sponsor: null },
    match: living({ hosts: facet(interfaces.flatMap((each) => hostAt(each, 'url'))) ?? [] }),
    scope: { tools: facet(skills)?.map((name) => ({ name })) },
  };
}
