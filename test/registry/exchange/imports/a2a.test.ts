import { describe, expect, test } from 'vitest';
import { a2a } from '../../../../src/registry/exchange/imports/a2a.ts';
import { given, read, said, saidOfOne } from './said.ts';

describe('an A2A card is recognised', () => {
  test.each([
    ['by where it answers', { name: 'X', url: 'https://x.example', supportedInterfaces: [] }],
    ['by its skills', { name: 'X', version: '1', skills: [] }],
    ['by what it takes', { name: 'X', version: '1', defaultInputModes: [] }],
    ['by its capabilities', { name: 'X', version: '1', capabilities: {} }],
    ['as a beginning: a name and a purpose', { name: 'X', description: 'Does' }],
    ['as a beginning: a name alone', { name: 'X' }],
    ['in a list, behind something else', [{ hello: 'world' }, { name: 'X', skills: [] }]],
    ['in a second document', 'hello: world\n---\nname: X\nskills: []\n'],
  ])('%s', (_, content) => {
    expect(a2a.recognises(given(content))).toBe(true);
  });

  test.each([
    ['a name and a version', { name: 'X', version: '1' }],
    ['a name and an address', { name: 'X', url: 'https://x.example' }],
    ['skills of nobody', { skills: [] }],
    ['a purpose of nobody', { description: 'Does' }],
    ['a name that is no text', { name: 7, skills: [] }],
    ['an empty name', { name: '', skills: [] }],
    ['an empty list', []],
    ['a list of texts', ['X']],
    ['a text', '"X"'],
    ['an empty file', ''],
  ])('but not %s', (_, content) => {
    expect(a2a.recognises(given(content))).toBe(false);
  });
});

describe('of an A2A card', () => {
  test.each([
    [
      'everything that an entry has a place for goes there, the rest is named',
      {
        $schema: 'https://schema.example',
        name: 'Triage',
        displayName: 'Billing triage',
        description: ' Sorts mail ',
        provider: { organization: 'Acme', url: 'https://acme.example' },
        url: 'https://a.example',
        supportedInterfaces: [
          { url: 'https://b.example/a2a', protocolBinding: 'JSONRPC' },
          { url: 'https://a.example' },
        ],
        additionalInterfaces: [{ url: 'grpc://c.example' }],
        skills: [{ id: 'sort', name: 'Sort' }, { id: 'file' }, { id: 'sort' }],
        version: '1.0.0',
      },
      {
        name: 'Triage',
        purpose: 'Sorts mail',
        owner: { team: 'Acme' },
        match: { hosts: ['a.example', 'b.example', 'c.example'] },
        scope: { tools: [{ name: 'sort' }, { name: 'file' }] },
        left: [
          'displayName',
          'provider.url',
          'supportedInterfaces[0].protocolBinding',
          'supportedInterfaces[0].url (its host is kept)',
          'skills[0].name',
          'version',
        ],
      },
    ],
    ['the name that is shown stands for a name', { displayName: 'Triage' }, { name: 'Triage' }],
    [
      'fields of the wrong kind say nothing',
      { name: 7, description: [], provider: 'Acme', skills: 'sort', url: {} },
      {
        left: ['name', 'provider', 'skills'],
      },
    ],
    [
      'a provider or a skill with a wildcard names nobody',
      { name: 'X', provider: { organization: '*' }, skills: [{ id: '*' }] },
      {
        name: 'X',
        left: ['provider.organization', 'skills[0].id'],
      },
    ],
    ['an address that names no place is named', { name: 'X', url: 'http://localhost:1' }, { name: 'X', left: ['url'] }],
  ])('%s', (_, card, facts) => {
    expect(saidOfOne(a2a, card)).toEqual(facts);
  });

  test('a list holds several, and each starts where it stands', () => {
    const text = '[7,\n{"name":"A"},\n{"name":"B"}]';
    expect(said(a2a, text)).toEqual([{ name: 'A' }, { name: 'B' }]);
    expect(read(a2a, text).drafts.map(({ offset }) => offset)).toEqual([4, 18]);
  });

  test.each([['7'], ['[]'], ['']])('nothing is read out of %j, and nothing said of it', (text) => {
    expect(read(a2a, text)).toEqual({ drafts: [], passed: [], faults: [] });
  });

  test('no skills are not an empty scope, which would forbid all tools', () => {
    expect(read(a2a, { name: 'X', skills: [] }).drafts[0]?.scope.tools).toBeUndefined();
  });
});
