/** A page as `per_page` and `page` ask for it, and the `Link` header that belongs to it. */
export function page<T>(url: URL, all: readonly T[]): { rows: readonly T[]; link: string | null } {
  const size = Math.min(number(url, 'per_page', 30), 100);
  const at = number(url, 'page', 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const links: string[] = [];
  if (at > 1) links.push(linked(url, Math.min(at - 1, last), 'prev'));
  if (at < last) links.push(linked(url, at + 1, 'next'), linked(url, last, 'last'));
  if (at > 1) links.push(linked(url, 1, 'first'));
  return { rows: all.slice((at - 1) * size, at * size), link: links.length === 0 ? null : links.join(', ') };
}

function number(url: URL, name: string, otherwise: number): number {
  const given = Number(url.searchParams.get(name));
  return Number.isInteger(given) && given > 0 ? given : otherwise;
}

function linked(url: URL, at: number, rel: string): string {
  const to = new URL(url);
  to.searchParams.set('page', String(at));
  return `<${to.href}>; rel="${rel}"`;
}
