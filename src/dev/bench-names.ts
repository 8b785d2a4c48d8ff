import type { Kind } from './kind.ts';

/** What other scanners call the vendors of keys, where it is neither their id nor one of the words for them. */
const others: Readonly<Record<string, readonly string[]>> = {
  'aws-bedrock': ['aws', 'amazon', 'bedrock'],
  'azure-openai': ['azure', 'cognitive services'],
  'alibaba-cloud': ['alibaba', 'aliyun'],
  'github-models': ['github'],
  google: ['gcp', 'gemini', 'vertex', 'google ai'],
  huggingface: ['hugging face'],
  elevenlabs: ['eleven labs'],
  wandb: ['weights biases', 'weights and biases'],
  'cloudflare-workers-ai': ['cloudflare'],
  'vercel-ai-gateway': ['vercel'],
  'nvidia-nim': ['nvidia', 'ngc', 'nvapi'],
  xai: ['x ai', 'grok', 'grokxai'],
  zai: ['zhipu', 'z ai', 'big model'],
  langsmith: ['lang smith', 'langchain'],
  stability: ['stability ai', 'stable diffusion'],
  together: ['together ai'],
  'mastra-cloud': ['mastra'],
  'upstash-vector': ['context7', 'upstash'],
  llamaparse: ['llama cloud', 'llama index'],
};

/** Words for a vendor that mean other things too, or other vendors. */
const ambiguous = new Set([
  'openai.azure.com',
  'ai',
  'near',
  'llama',
  'realtime',
  'ephemeral',
  'dashboard',
  'knowledge',
]);

/** Which vendors the name of a rule speaks of: in doubt of all that it could mean. */
export function namer(kinds: readonly Kind[]): (rule: string) => ReadonlySet<string> {
  const words = new Map<string, Set<string>>();
  for (const { provider, key } of kinds) {
    const found = words.get(provider) ?? new Set(others[provider] ?? []);
    words.set(provider, found.add(provider));
    for (const word of key.words) if (!ambiguous.has(word)) found.add(word);
  }
  const known = [...words].map(([provider, found]) => [provider, [...found].map(spaced)] as const);
  const cache = new Map<string, ReadonlySet<string>>();
  return (rule) => {
    const name = ` ${spaced(rule)} `;
    const joined = name.replaceAll(' ', '');
    const speaks = (word: string): boolean =>
      name.includes(` ${word} `) || (word.length >= 6 && joined.includes(word.replaceAll(' ', '')));
    const found = cache.get(rule) ?? new Set(known.flatMap(([provider, all]) => (all.some(speaks) ? [provider] : [])));
    cache.set(rule, found);
    return found;
  };
}

/** `hugging face token` for `HuggingFaceToken` and `hugging-face_token`. */
function spaced(text: string): string {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
