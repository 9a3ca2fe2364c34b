/**
 * The contract of pictures: a dataflow as data, ready to be drawn.
 *
 * Whoever draws says what there is (nodes, edges, marks); the writers beside this file turn it into DOT, Mermaid,
 * JSON, SVG or PNG and know nothing of graphs, drivers or functions.
 *
 * @module
 */
import type { NodeRole } from '../adapters/adapter.ts';
import type { Tags } from '../nodes/node.ts';

/** Why a node stands out: a requested output, an overridden value, on the path asked for, the node asked about. */
export type Mark = 'output' | 'overridden' | 'path' | 'focus';

/** One value of the dataflow. */
export interface PictureNode {
  readonly name: string;
  readonly role: NodeRole;
  /** The module that it was read from; of an input, the empty string. */
  readonly module: string;
  /** The type of its value as written: `Series`, `Promise<string>`, `Parallelizable<DataFrame>`. */
  readonly type?: string;
  /** The whole doc comment; pictures show its first sentence as a tooltip. */
  readonly documentation?: string;
  readonly tags?: Tags;
  /** The generators inside whose blocks it lies, outermost first. */
  readonly scope: readonly string[];
  readonly marks?: ReadonlySet<Mark>;
  /** What its columns hold: the name of each, and the name of its type. */
  readonly schema?: Readonly<Record<string, string>>;
  /** Whether it is left out unless {@link PictureOptions.hidden} or {@link Picture.asked} has it. */
  readonly isHidden?: true;
}

/** The value of `from` goes to `to`. */
export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  /** Whether `to` has a default for it. */
  readonly optional: boolean;
  /** Whether the items of a block arrive as one: in a collect or a reduce. */
  readonly collected: boolean;
}

/** A dataflow to draw, its nodes in topological order. */
export interface Picture {
  readonly title?: string;
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** The names of nodes that are drawn even where they are hidden. */
  readonly asked?: ReadonlySet<string>;
}

/** What a user's style function may change of one node. */
export interface NodeStyle {
  /** A colour: `#b4d8e4`, or a name that CSS and Graphviz share. */
  readonly fill?: string | undefined;
  /** The colour of the border. */
  readonly stroke?: string | undefined;
  /** A shape of Graphviz: `cylinder`, `note`, `box`, … In Mermaid, nodes keep the shape of their role. */
  readonly shape?: string | undefined;
  /** What the legend calls nodes that look like this; absent: they have no entry of their own. */
  readonly label?: string | undefined;
}

/** How to draw. */
export interface PictureOptions {
  /** From left to right, or from top to bottom. @default 'LR' */
  readonly orient?: 'LR' | 'TB' | undefined;
  /** Leaves out inputs and config keys, save marked ones. @default false */
  readonly hideInputs?: boolean | undefined;
  /** Draws hidden nodes, too. Without them, edges go through. @default false */
  readonly hidden?: boolean | undefined;
  /**
   * `each`: every input once, with an edge to each reader. `grouped`: a box beside the readers that lists what they
   * need from outside. @default grouped where an input has more than five readers, else each
   */
  readonly inputBoxes?: 'grouped' | 'each' | undefined;
  /** Types of values, and of columns. @default true */
  readonly showTypes?: boolean | undefined;
  /** One entry for each kind of node and edge that occurs. @default true */
  readonly legend?: boolean | undefined;
  /** Draws a frame around the nodes of each module. @default false */
  readonly groupByModule?: boolean | undefined;
  /** Changes the look of single nodes; marks still show, and inputs listed in a box stay as they are. */
  readonly style?: ((node: PictureNode) => NodeStyle | undefined) | undefined;
  /** Pixels of a PNG for each unit of the SVG, above 0. @default 2 */
  readonly scale?: number | undefined;
  /** Font files for PNGs, beside Arimo (Latin, Greek, Cyrillic, Hebrew): names in other scripts need one. */
  readonly fontFiles?: readonly string[] | undefined;
}
