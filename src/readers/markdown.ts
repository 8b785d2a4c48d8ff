import type { Reader } from '../model/document.ts';
import { entryReading, Leaves } from './entries.ts';
import { yamlLeaves } from './yaml.ts';

const frontMatter = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)(?:\r?\n)---[ \t]*(?:\r?\n|$)/;

/** How far the end of the front matter is looked for. */
const maximumHead = 20_000;

/** Markdown: the entries of its front matter, such as an agent's name and model. Prose makes no facts. */
export const markdown: Reader = {
  id: 'markdown',
  read(text) {
    const leaves = new Leaves();
    const head = frontMatter.exec(text.slice(0, maximumHead))?.[1];
    if (head === undefined) return entryReading(text, leaves);

    const offset = text.indexOf('\n') + 1;
    for (const leaf of yamlLeaves(head).list) {
      const { at, start, end } = leaf;
      leaves.add({ ...leaf, at: at + offset, start: start + offset, end: end + offset });
    }
    return entryReading(text, leaves);
  },
};
