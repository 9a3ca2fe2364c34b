/**
 * A picture as JSON, for programs.
 *
 * @module
 */
import type { NodeRole } from '../adapters/adapter.ts';
import type { Tags } from '../nodes/node.ts';
import type { Mark, Picture, PictureNode, PictureOptions } from './picture.ts';
import { nameGroups } from './name-groups.ts';
import { visible } from './shown.ts';

/** The shape of the JSON. A change that readers could notice raises `version`. */
export interface PictureJson {
  readonly version: 1;
  readonly title?: string;
  /** In topological order. */
  readonly nodes: readonly {
    readonly name: string;
    readonly role: NodeRole;
    /** Of an input, the empty string. */
    readonly module: string;
    /** As written in the source. */
    readonly type?: string;
    /** The whole doc comment. */
    readonly documentation?: string;
    /** Sorted by key; absent where there are none. */
    readonly tags?: Tags;
    /** The generators of the blocks around it, outermost first. */
    readonly scope: readonly string[];
    /** What its name and others begin with: the frames that are drawn around it, outermost first; absent: none. */
    readonly groups?: readonly string[];
    /** The name of each column and of its type, in their order; absent where they are not said. */
    readonly schema?: Readonly<Record<string, string>>;
    readonly isHidden?: true;
    /** Sorted; absent where there are none. */
    readonly marks?: readonly Mark[];
  }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly optional: boolean;
    readonly collected: boolean;
  }[];
}

/** The {@link PictureJson} of a picture, two spaces deep, with a line break at its end. */
export function jsonText(picture: Picture, options: PictureOptions = {}): string {
  const { title, nodes, edges } = visible(picture, options);
  const { around } = nameGroups(nodes.map(({ name }) => name));
  const json: PictureJson = {
    version: 1,
    ...(title === undefined ? {} : { title }),
    nodes: nodes.map((node) => jsonNode(node, around(node.name))),
    edges: edges.map(({ from, to, optional, collected }) => ({ from, to, optional, collected })),
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

function jsonNode(
  { name, role, module, type, documentation, tags, scope, schema, isHidden, marks }: PictureNode,
  groups: readonly string[],
): PictureJson['nodes'][number] {
  return {
    name,
    role,
    module,
    ...(type === undefined ? {} : { type }),
    ...(documentation === undefined ? {} : { documentation }),
    ...(tags === undefined || Object.keys(tags).length === 0 ? {} : { tags: sorted(tags) }),
    scope,
    ...(groups.length === 0 ? {} : { groups }),
    ...(schema === undefined ? {} : { schema }),
    ...(isHidden === undefined ? {} : { isHidden }),
    ...(marks === undefined || marks.size === 0 ? {} : { marks: [...marks].toSorted() }),
  };
}

const sorted = (tags: Tags): Tags =>
  Object.fromEntries(Object.entries(tags).toSorted(([a], [b]) => (a < b ? -1 : 1)));
