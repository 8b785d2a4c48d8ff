/** How far back is looked for what encloses a value. */
const reach = 2000;

/** An element of XML that is open at some place. */
export interface Element {
  readonly name: string;
  /** What an attribute calls it: `<string name="groq_api_key">`. */
  readonly called: string | null;
  /** Where the text in it begins. */
  readonly content: number;
}

/** Behind a letter or a bracket, `<` opens the parameters of a type. */
const tag = /(?<![\w)\]])<(\/?)([A-Za-z][\w:.-]{0,80})((?:\s[^<>]{0,400}?)?)(\/?)>/g;
const label = /\s(?:\w{1,20}:)?(?:name|key|id|variable)\s{0,4}=\s{0,4}\\?["']([^"'<>]{1,120})/i;

/** The elements that are open at a place, the innermost first. */
export function elements(text: string, start: number): readonly Element[] {
  const from = Math.max(0, start - reach);
  const before = text.slice(from, start);
  if (!before.includes('>')) return [];
  const open: Element[] = [];
  for (const { 0: whole, 1: slash, 2: name = '', 3: attributes = '', 4: empty, index } of before.matchAll(tag)) {
    if (empty) continue;
    if (!slash) {
      open.push({ name, called: label.exec(attributes)?.[1] ?? null, content: from + index + whole.length });
      continue;
    }
    const opened = open.findLastIndex((one) => one.name === name);
    if (opened >= 0) open.length = opened;
  }
  return open.reverse();
}

/** Elements that say what kind of value they hold, or that it is one, and not which. */
const plain = /^(?:\w{1,20}:)?(?:string|value|entry|item|data|text|param|parameter|property|setting|variable|env)$/i;
const before =
  /<(?:\w{1,20}:)?(?:key|name|id|variable)>\s{0,80}([^<>]{1,120}?)\s{0,80}<\/(?:\w{1,20}:)?(?:key|name|id|variable)>\s{0,80}$/i;

/** What an element calls the text that begins at `start`: by an attribute, by the element before it, or by itself. */
export function elementName(text: string, start: number): string | null {
  const [own, parent] = elements(text, start);
  if (!own || !/^\s*(?:<!\[CDATA\[\s*)?$/.test(text.slice(own.content, start))) return null;
  if (own.called !== null) return own.called;
  if (!plain.test(own.name)) return own.name;
  const tagStart = text.lastIndexOf('<', own.content);
  return before.exec(text.slice(Math.max(0, tagStart - 320), tagStart))?.[1] ?? parent?.called ?? own.name;
}
