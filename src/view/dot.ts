/**
 * A picture as DOT, the language of Graphviz.
 *
 * The text stands for itself: any Graphviz draws it, and the SVG is made from it.
 *
 * @module
 */
import { clustersOf, type Cluster } from './clusters.ts';
import { legendLabel } from './dot-legend.ts';
import {
  boxLine,
  linkLine,
  nodeAttributes,
  nodeLine,
  type Drawing,
  type Hatch,
  type Link,
} from './dot-parts.ts';
import { attributes, htmlText, tooltip } from './dot-text.ts';
import { ink, legendOf, looks } from './looks.ts';
import type { Picture, PictureNode, PictureOptions } from './picture.ts';
import { groupsAround, shown, type InputBox } from './shown.ts';
import { nameShown } from './words.ts';

/** The DOT text of a picture. The same picture gives the same text. */
export function dotText(picture: Picture, options: PictureOptions = {}): string {
  return dotWith('diagonals', picture, options);
}

/** {@link dotText}, for a reader that may hatch by itself. */
export function dotWith(hatch: Hatch, picture: Picture, options: PictureOptions): string {
  const { orient = 'LR', legend = true, groupByModule = false, showTypes = true } = options;
  const { nodes, edges, boxes, groups } = shown(picture, options);
  const styles = new Map(nodes.map((node) => [node.name, options.style?.(node)]));
  const path = nodes.filter((node) => node.marks?.has('path')).map((node) => node.name);
  const drawing: Drawing = {
    showTypes,
    hatch,
    path: new Set(path),
    styleOf: (node) => styles.get(node.name),
    labelOf: groups.labelOf,
  };
  const boxIds = idsOf(boxes, new Set(nodes.map((node) => node.name)));
  const links: Link[] = [
    ...boxes.flatMap((box) =>
      box.readers.map((to) => ({
        id: boxIds.get(box) ?? '',
        from: box.inputs.map((input) => input.name),
        to,
        optional: box.isOptional,
        collected: false,
      })),
    ),
    ...edges.map((edge) => ({ ...edge, id: edge.from, from: [edge.from] })),
  ];

  let frames = 0;
  const frameLines = (cluster: Cluster<PictureNode | InputBox>): string[] => {
    const inner = (): string[] => [
      ...cluster.nodes.map((each) =>
        'inputs' in each ? boxLine(each, boxIds.get(each) ?? '', drawing) : nodeLine(each, drawing),
      ),
      ...cluster.clusters.flatMap(frameLines),
    ];
    if (cluster.kind === 'all') return inner();
    frames += 1;
    return framed(`cluster ${frames}`, frameAttributes(cluster.kind, cluster), inner());
  };
  const body = [
    ...frameLines(
      clustersOf([...nodes, ...boxes], { groupByModule, groupsAround: groupsAround(groups) }),
    ),
    ...links.map((link) => linkLine(link, drawing)),
  ];
  const entries = legend
    ? legendOf([...nodes, ...boxes.flatMap((box) => box.inputs)], links, drawing.styleOf)
    : [];
  return [
    'digraph dataflow {',
    ...indented([
      `graph ${attributes({
        rankdir: orient,
        bgcolor: 'white',
        pad: '0.2',
        nodesep: '0.2',
        ranksep: orient === 'LR' ? '0.55' : '0.45',
        fontname: 'Arial',
      })};`,
      `node ${attributes({
        ...nodeAttributes(looks.function),
        fontname: 'Arial',
        fontsize: '13',
        height: '0.42',
      })};`,
      `edge ${attributes({ color: ink.edge, arrowsize: '0.65', penwidth: '1.1' })};`,
      ...(picture.title === undefined
        ? body
        : framed('cluster title', titleAttributes(nameShown(picture.title)), body)),
      // last, so that frames do not inherit it
      ...(entries.length === 0
        ? []
        : [
            `graph ${attributes({
              labelloc: 'b',
              labeljust: 'l',
              label: legendLabel(entries, orient === 'LR' ? 9 : 5),
            })};`,
          ]),
    ]),
    '}',
    '',
  ].join('\n');
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

/** Identifiers of boxes that no node has. */
function idsOf(
  boxes: readonly InputBox[],
  names: ReadonlySet<string>,
): ReadonlyMap<InputBox, string> {
  return new Map(
    boxes.map((box, position) => {
      let free = `${box.role} box ${position + 1}`;
      while (names.has(free)) free += '_';
      return [box, free];
    }),
  );
}

/** Graphviz frames a subgraph whose name begins with `cluster`. */
const framed = (name: string, look: string, body: readonly string[]): string[] => [
  `subgraph "${name}" {`,
  ...indented([`graph ${look};`, ...body]),
  '}',
];

type FrameKind = Exclude<Cluster<never>['kind'], 'all'>;

/** Text, border and fill of each kind of frame, and what its tooltip says before the name. */
const frameInks: Readonly<Record<FrameKind, readonly [string, string, string, string]>> = {
  block: [ink.blockName, ink.block, ink.blockFill, 'for each '],
  module: [ink.type, ink.module, ink.moduleFill, 'module '],
  group: [ink.groupName, ink.group, ink.groupFill, ''],
};

function frameAttributes(
  kind: FrameKind,
  { name, label }: { readonly name: string; readonly label: string },
): string {
  const [fontcolor, color, fillcolor, before] = frameInks[kind];
  return attributes({
    label: `<${kind === 'block' ? 'for each ' : ''}<B>${htmlText(nameShown(label))}</B>>`,
    labelloc: 't',
    labeljust: 'l',
    fontsize: '11',
    fontcolor,
    style: 'rounded,filled',
    fillcolor,
    color,
    penwidth: '1',
    peripheries: '1',
    margin: '12',
    class: kind,
    tooltip: tooltip([before + nameShown(name)]),
  });
}

/** The title is the label of a frame around everything that is not seen itself. */
const titleAttributes = (title: string): string =>
  attributes({
    label: `<<B>${htmlText(title)}</B>>`,
    labelloc: 't',
    labeljust: 'l',
    fontsize: '15',
    fontcolor: ink.name,
    peripheries: '0',
    margin: '4',
    tooltip: tooltip([title]),
  });
