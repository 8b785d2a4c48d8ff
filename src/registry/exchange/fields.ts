/**
 * The fields of a record that somebody else wrote. What is taken out of it is remembered, so that all the rest can be named:
 * nothing is lost silently.
 */
export class Fields {
  /** How a person would point at it from the record: `skills[2]`; empty for the record itself. */
  readonly path: string;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #taken = new Set<string>();
  readonly #opened = new Map<string, Fields[]>();
  readonly #remarks: string[] = [];

  private constructor(values: Readonly<Record<string, unknown>>, path: string) {
    this.#values = values;
    this.path = path;
  }

  /** `null` for what has no fields. */
  static of(value: unknown, path = ''): Fields | null {
    return isRecord(value) ? new Fields(value, path) : null;
  }

  /** True where it has no fields but these. */
  hasOnly(...keys: readonly string[]): boolean {
    return Object.keys(this.#values).every((key) => keys.includes(key));
  }

  has(key: string): boolean {
    return !isEmpty(this.#values[key]);
  }

  /** Looks at a field without taking it. */
  peek(key: string): unknown {
    return this.#values[key];
  }

  /** What a field says, without taking it; empty where it is no text. */
  says(key: string): string {
    const value = this.#values[key];
    return typeof value === 'string' ? value : '';
  }

  /** Takes a text that is not blank. One that is not accepted stays, and is named among the rest. */
  text(key: string, accepts: (text: string) => boolean = () => true): string | null {
    const value = this.#values[key];
    if (typeof value !== 'string') return null;

    const text = value.trim();
    if (text !== '' && !accepts(text)) return null;
    this.#taken.add(key);
    return text === '' ? null : text;
  }

  /** Takes a list of texts, those that are accepted. A single text is a list of one. */
  texts(key: string, accepts: (text: string) => boolean = () => true): string[] {
    const value = this.#values[key];
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    const texts = items.filter((item): item is string => typeof item === 'string' && accepts(item.trim()));
    if (texts.length > 0) this.#taken.add(key);
    if (texts.length > 0 && texts.length < items.length) this.remark(`${key} (${items.length - texts.length} of them)`);
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  }

  /** Opens a field that has fields of its own. */
  fields(key: string): Fields | null {
    return this.#open(key, [this.#values[key]], () => this.#under(key))[0] ?? null;
  }

  /** Opens the items of a list that have fields. */
  list(key: string): readonly Fields[] {
    const value = this.#values[key];
    return Array.isArray(value) ? this.#open(key, value, (index) => `${this.#under(key)}[${index}]`) : [];
  }

  /** Opens a text that holds JSON. */
  json(key: string): Fields | null {
    const value = this.#values[key];
    return typeof value === 'string' ? (this.#open(key, [parsed(value)], () => this.#under(key))[0] ?? null) : null;
  }

  /** Takes fields that say nothing of an agent, such as where the schema is found. */
  skip(...keys: readonly string[]): void {
    for (const key of keys) this.#taken.add(key);
  }

  /** Names something of which not all was taken. */
  remark(what: string): void {
    this.#remarks.push(this.#under(what));
  }

  /** What was not taken, nearest first; what is empty says nothing and is not named. */
  left(): string[] {
    const rest = Object.entries(this.#values).flatMap(([key, value]) => {
      if (this.#taken.has(key) || isEmpty(value)) return [];
      return this.#opened.get(key)?.flatMap((each) => each.left()) ?? [this.#under(key)];
    });
    return [...rest, ...this.#remarks];
  }

  #open(key: string, items: readonly unknown[], path: (index: number) => string): readonly Fields[] {
    const known = this.#opened.get(key);
    if (known) return known;

    const opened = items.flatMap((item, index) => Fields.of(item, path(index)) ?? []);
    if (opened.length === 0) return [];
    this.#opened.set(key, opened);
    if (opened.length < items.length) this.remark(`${key} (${items.length - opened.length} of them)`);
    return opened;
  }

  #under(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
