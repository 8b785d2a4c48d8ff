import type { Document, Mark } from '../model/document.ts';
import type { MarkTool } from '../model/finding.ts';
import { Lines } from '../text/position.ts';

/** How a scanner is told to pass over a secret. */
interface Form {
  readonly tool: MarkTool;
  readonly text: string;
  readonly pattern: RegExp;
  /** Lines from the mark to the one that it covers. */
  readonly below: 0 | 1;
}

const comment = String.raw`(?:#|\/\/|\/\*|'|--|<!--[# \t]{0,20}) {0,20}`;
const pragma = 'pragma: ?';

/**
 * As the scanners themselves go by them. gitleaks and trufflehog look for a word on the line of the secret; detect-secrets
 * for a comment behind it, or for one that has the line above to itself, and knows one kind of comment in YAML.
 */
function forms(file: string): readonly Form[] {
  const opened = file.endsWith('.yaml') ? '# {0,20}' : comment;
  return [
    { tool: 'gitleaks', text: 'gitleaks:allow', pattern: /gitleaks:allow/g, below: 0 },
    { tool: 'trufflehog', text: 'trufflehog:ignore', pattern: /trufflehog:ignore/g, below: 0 },
    {
      tool: 'detect-secrets',
      text: 'pragma: allowlist secret',
      pattern: new RegExp(`(?<=[ \\t])${opened}${pragma}(?:allow|white)list[ -]secret`, 'g'),
      below: 0,
    },
    {
      tool: 'detect-secrets',
      text: 'pragma: allowlist nextline secret',
      pattern: new RegExp(`(?<=^|[\\r\\n])[ \\t]{0,200}${opened}${pragma}allowlist[ -]nextline[ -]secret`, 'g'),
      below: 1,
    },
  ];
}

/** The marks of other scanners in a file. Whether they count is for the policy to say. */
export function marks({ text, file }: Document): readonly Mark[] {
  if (!/gitleaks:allow|trufflehog:ignore|pragma: ?(?:allow|white)list/.test(text)) return [];

  const lines = new Lines(text);
  return forms(file).flatMap(({ tool, text: words, pattern, below }) =>
    [...text.matchAll(pattern)].map((match) => {
      const at = { file, ...lines.at(match.index + match[0].search(/[^ \t]/)) };
      return { tool, text: words, line: at.line + below, at };
    }),
  );
}
