/** Collects the values of a flag that may be repeated. In the environment such a flag takes one value a line. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
