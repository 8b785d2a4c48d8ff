/** Where packages are served from by URL, up to the package's name. */
const served =
  /^https:\/\/(?:esm\.sh\/(?:v\d{1,4}\/|stable\/)?|cdn\.skypack\.dev\/|unpkg\.com\/|cdn\.jsdelivr\.net\/npm\/|esm\.run\/|ga\.jspm\.io\/npm:|deno\.land\/x\/)/;

/**
 * The package that a module's name means, without the registry and the version that runtimes write into it:
 * `npm:openai@5/helpers` and `https://esm.sh/openai@5` are `openai/helpers` and `openai`.
 */
export function moduleName(specifier: string): string {
  const bare = /^(?:npm|jsr):\/?/.exec(specifier) ?? served.exec(specifier);
  if (!bare) return specifier;
  const [, name = '', rest = ''] =
    /^((?:@[^/@?#]{1,100}\/)?[^/@?#]{1,200})(?:@[^/?#]{0,100})?([^?#]{0,300})/.exec(specifier.slice(bare[0].length)) ??
    [];
  const path = rest.replace(/^\/(?:mod\.ts|\+esm)?$|\/mod\.ts$/, '');
  return name === '' ? specifier : name + path;
}
