/** What kernels, cell magics and fences call a language, by rollcall's own name for it. */
const names: readonly (readonly [language: string, said: RegExp])[] = [
  ['python', /^(?:i?python\d?|py|python3?|time|timeit|capture|prun|debug|async_run)$/],
  ['javascript', /^(?:javascript|js|typescript|ts|tsx?|node|deno|[jt]slab|nodejs|ijavascript)$/],
  ['shell', /^(?:bash|sh|zsh|shell|shellscript|sx|system|bash_kernel|calysto_bash)$/],
  ['powershell', /^(?:powershell|pwsh|ps1)$/],
  ['sql', /^(?:\w{0,12}sql|bigquery|bq|snowflake|mariadb)$/],
  ['csharp', /^(?:c#|csharp|cs|\.net \(c#\)|\.net-csharp|c# script)$/],
  ['java', /^(?:i?java|rapaio-jupyter-kernel)$/],
  ['kotlin', /^(?:kotlin|kt|kotlin-jupyter)$/],
  ['go', /^(?:go|golang|gonb|gophernotes)$/],
  ['rust', /^(?:rust|rs|evcxr)$/],
  ['ruby', /^(?:i?ruby|rb)$/],
  ['php', /^(?:php|jupyter-php|bisquit)$/],
  ['elixir', /^(?:i?elixir|ex|exs)$/],
];

/** The language that a name stands for; null where no reader knows it. */
export function languageNamed(name: string): string | null {
  const said = name.trim().toLowerCase();
  return names.find(([, pattern]) => pattern.test(said))?.[0] ?? null;
}

/** Languages that a notebook may hold, by the words in which one says so. */
export function languagesIn(text: string): readonly string[] {
  const found = new Set<string>(['python']);
  const said =
    /"(?:language|name|languageId|kernelName)"\s{0,9}:\s{0,9}"([^"\\]{1,40})"|(?:%%|#!)([\w-]{1,20})|%(sql)\b|```\{?([\w-]{1,20})/g;
  for (const [, value, magic, line, fence] of text.matchAll(said)) {
    const language = languageNamed(value ?? magic ?? line ?? fence ?? '');
    if (language) found.add(language);
  }
  if (/(?:^|["'\n])[ \t]{0,40}!|=[ \t]{0,9}!/m.test(text)) found.add('shell');
  return [...found];
}
