const header = /^\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]\s*/;
const variable = /^([A-Za-z][\w-]*)\s*=\s*(.*)$/;
const piece = /"((?:[^"\\]|\\.)*)"?|\\(.)|[#;].*|[^"\\#;]+/g;

/**
 * The values of a git configuration by `section.subsection.key`, in the order of the file. It is read as data: nothing
 * is included and nothing is run.
 */
export function parseGitConfig(text: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  let section = '';
  for (const line of text.replace(/\\\r?\n/g, '').split('\n')) {
    const trimmed = line.trim();
    const named = header.exec(trimmed);
    if (named) section = sectionName(named[1] ?? '', named[2]);

    const assigned = variable.exec(named ? trimmed.slice(named[0].length) : trimmed);
    if (!assigned) continue;
    const key = `${section}.${(assigned[1] ?? '').toLowerCase()}`;
    const value = readValue(assigned[2] ?? '');
    const same = values.get(key);
    if (same) same.push(value);
    else values.set(key, [value]);
  }
  return values;
}

function sectionName(name: string, subsection: string | undefined): string {
  const lower = name.toLowerCase();
  return subsection === undefined ? lower : `${lower}.${unescaped(subsection)}`;
}

/** Quotes hold blanks and comment signs together; a backslash takes the next character as it is. */
function readValue(text: string): string {
  let value = '';
  for (const [whole, quoted, escaped] of text.matchAll(piece)) {
    if (/^[#;]/.test(whole)) break;
    value += quoted !== undefined ? unescaped(quoted) : (escaped ?? whole);
  }
  return value.trim();
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}
