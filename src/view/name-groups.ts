/**
 * Nodes whose names begin alike: `us.revenue` and `us.costs` lie in the group `us`, beside `us` itself.
 *
 * @module
 */

/** The groups among some names. */
export interface NameGroups {
  /** The groups in which a name lies, outermost first: `eu`, `eu.north`. */
  readonly around: (name: string) => readonly string[];
  /** What is written for a name where its groups are drawn around it: `revenue`. */
  readonly labelOf: (name: string) => string;
}

/**
 * The groups of names: what two or more of them begin with, up to a dot. One of them may be the beginning itself: the
 * result. Of two beginnings that have the same names, the longer one is the group.
 */
export function nameGroups(names: readonly string[]): NameGroups {
  const sizes = new Map<string, number>();
  for (const name of names) {
    for (const group of beginnings(name)) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  const around = (name: string): readonly string[] => {
    const candidates = beginnings(name);
    // a name is a beginning of others where they make it a group; alone, it is a name
    const size = (at: number): number => sizes.get(candidates[at] ?? '') ?? 0;
    return candidates.filter(
      (_, at) => size(at) > 1 && (at + 1 === candidates.length || size(at + 1) !== size(at)),
    );
  };
  const labelOf = (name: string): string => {
    const groups = around(name);
    const innermost = groups.at(-1) ?? '';
    return shortened(name, name === innermost ? (groups.at(-2) ?? '') : innermost);
  };
  return { around, labelOf };
}

/** A name without the group that it begins with: `revenue` of `us.revenue` in `us`. */
export const shortened = (name: string, group: string): string =>
  group !== '' && name.startsWith(`${group}.`) ? name.slice(group.length + 1) : name;

/** What the name may share with others, the name itself included: `eu`, `eu.north`, `eu.north.revenue`. */
function beginnings(name: string): readonly string[] {
  const parts = name.split('.');
  // dots around nothing part no names
  if (parts.some((part) => part.trim() === '')) return [name];
  return parts.map((_, at) => parts.slice(0, at + 1).join('.'));
}
