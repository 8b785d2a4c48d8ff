import type { Document, Reader } from '../../src/model/document.ts';
import type { Context } from '../../src/model/evidence.ts';
import type { RuleSet } from '../../src/model/ruleset.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { FrameworkFile, ProviderFile } from '../../src/ruleset/schema.ts';

const examples = [{ title: 'none', file: 'a.txt', code: '', uses: [] }];

/** Rules of a made-up provider and a made-up agent, so that a test says all it depends on. */
export const rules: RuleSet = compile({
  providers: [
    ProviderFile.parse({
      id: 'mindful',
      name: 'Mindful',
      docs: 'https://docs.mindful.dev',
      hosts: ['api.mindful.dev', { host: 'console.mindful.dev', kind: 'console' }],
      env: [
        'MINDFUL_API_KEY',
        { name: 'MINDFUL_MODEL', role: 'model' },
        { name: 'MINDFUL_URL', role: 'base-url' },
        { name: 'REGION', role: 'other', ambiguous: true },
      ],
      models: ['mind-[\\w.-]+'],
      keys: [
        {
          id: 'mindful-key',
          name: 'Mindful key',
          keyword: 'mf-',
          pattern: 'mf-[a-z]{24}',
          can: 'It asks models.',
          revoke: 'In the console.',
          template: 'mf-{{letters:24}}',
          examples: { match: ['x'], ignore: ['y'] },
        },
      ],
      examples,
    }),
  ],
  frameworks: [
    FrameworkFile.parse({
      id: 'helper',
      name: 'Helper',
      docs: 'https://helper.dev',
      packages: { npm: ['@helper/cli'] },
      actions: [
        { name: 'Helper-Dev/run', model: ['model'], providers: { use_cloud: 'cloudy' } },
        { name: 'helper-dev/tools/ask', level: 'caller', provider: 'mindful' },
      ],
      commands: [
        { name: 'helper', provider: 'mindful', arguments: ['-p', '--print', 'exec', 'task run'] },
        'oneshot',
        { name: 'toolbox helper', arguments: ['-p'] },
      ],
      files: [
        { glob: '**/HELPER.md', what: 'assistant-config' },
        { glob: '.helper/**', what: 'assistant-config' },
        { glob: '.helper/agents/*.md', what: 'agent-file' },
        { glob: '.helper/mcp.json', what: 'mcp-config' },
      ],
      examples,
    }),
  ],
  sdks: [],
  credentials: [],
  checks: [],
});

/** A document as a reader sees it. */
export function documentOf(reader: Reader, file: string, text: string, context: Context = 'production'): Document {
  return {
    ...reader.read(text, file),
    place: 'acme/shop',
    file,
    text,
    context,
    hits: new Set(),
    salt: 'salt',
    locals: new Set(),
  };
}
