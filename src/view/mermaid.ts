/**
 * A picture as a Mermaid flowchart, which GitHub, GitLab and many editors draw from the text.
 *
 * It has no legend and no tooltips: Mermaid has no place for the one, and GitHub blocks the other.
 *
 * @module
 */
import type { NodeRole } from '../adapters/adapter.ts';
import { clustersOf, type Cluster } from './clusters.ts';
import { ink, lookOf, markLooks, type Look } from './looks.ts';
import { mermaidIds, mermaidLabel } from './mermaid-text.ts';
import type { NodeStyle, Picture, PictureNode, PictureOptions } from './picture.ts';
import { groupsAround, shown, type InputBox } from './shown.ts';
import { columnsShown, nameShown, typeShown } from './words.ts';

/** The brackets that make the shape of each role. */
const brackets: Readonly<Record<NodeRole, readonly [string, string]>> = {
  input: ['["', '"]'],
  config: ['[/"', '"/]'],
  function: ['("', '")'],
  generator: ['{{"', '"}}'],
  collect: ['[["', '"]]'],
  reduce: ['[\\"', '"/]'],
  resource: ['[("', '")]'],
};

/** The Mermaid text of a picture. The same picture gives the same text. */
export function mermaidText(picture: Picture, options: PictureOptions = {}): string {
  const { orient = 'LR', groupByModule = false, showTypes = true } = options;
  const { nodes, edges, boxes, groups } = shown(picture, options);
  const hasPath = nodes.some((node) => node.marks?.has('path'));
  const ids = mermaidIds(nodes.map((node) => node.name));
  const idOf = (name: string): string => ids.get(name) ?? '';
  const boxId = (box: InputBox): string => `box_${boxes.indexOf(box) + 1}`;

  const classes = new Map<string, { look: Look; ids: string[] }>();
  const styles: string[] = [];
  const classify = (node: PictureNode, nodeId: string): void => {
    const marks = markLooks.flatMap(([mark]) => (node.marks?.has(mark) ? [mark] : []));
    const look = lookOf(node, undefined, hasPath);
    const name = [node.role, ...marks].join('_');
    const known = classes.get(name);
    if (known === undefined) classes.set(name, { look, ids: [nodeId] });
    else known.ids.push(nodeId);
  };

  const nodeLine = (node: PictureNode): string => {
    classify(node, idOf(node.name));
    const own = colours(options.style?.(node));
    if (own !== '') styles.push(`style ${idOf(node.name)} ${own}`);
    return (
      idOf(node.name) +
      labelled(node.role, [
        lineOf({ ...node, name: groups.labelOf(node.name) }, showTypes),
        ...(showTypes ? columnLines(node) : []),
      ])
    );
  };
  const boxLine = (box: InputBox): string => {
    const [first] = box.inputs;
    if (first !== undefined) classify(first, boxId(box));
    const lines = box.inputs.map((input) =>
      lineOf(input, showTypes, input.optional && !box.isOptional),
    );
    return boxId(box) + labelled(box.role, lines);
  };
  let clusterCount = 0;
  const clusterLines = (cluster: Cluster<PictureNode | InputBox>): string[] => {
    const direct = cluster.nodes.map((each) => ('inputs' in each ? boxLine(each) : nodeLine(each)));
    if (cluster.kind === 'all') return [...direct, ...cluster.clusters.flatMap(clusterLines)];
    const name = mermaidLabel(nameShown(cluster.label));
    clusterCount += 1;
    return [
      `subgraph ${cluster.kind}_${clusterCount}["${cluster.kind === 'block' ? 'for each ' : ''}${name}"]`,
      ...[...direct, ...cluster.clusters.flatMap(clusterLines)].map((line) => `  ${line}`),
      'end',
    ];
  };

  const body = clusterLines(
    clustersOf([...nodes, ...boxes], { groupByModule, groupsAround: groupsAround(groups) }),
  );
  const links: { readonly line: string; readonly isOnPath: boolean }[] = [];
  for (const box of boxes) {
    const arrow = box.isOptional ? '-.->' : '-->';
    for (const reader of box.readers) {
      links.push({ line: `${boxId(box)} ${arrow} ${idOf(reader)}`, isOnPath: false });
    }
  }
  const path = new Set(nodes.filter((node) => node.marks?.has('path')).map((node) => node.name));
  for (const { from, to, optional, collected } of edges) {
    const arrow = collected ? '==>' : optional ? '-.->' : '-->';
    links.push({
      line: `${idOf(from)} ${arrow} ${idOf(to)}`,
      isOnPath: path.has(from) && path.has(to),
    });
  }
  const onPath = links.flatMap((link, position) => (link.isOnPath ? [position] : []));
  return [
    ...(picture.title === undefined
      ? []
      : ['---', `title: ${JSON.stringify(nameShown(picture.title))}`, '---']),
    `flowchart ${orient}`,
    ...[
      ...body,
      ...links.map(({ line }) => line),
      ...[...classes].flatMap(([name, { look, ids: members }]) => [
        `classDef ${name} ${css(look)}`,
        `class ${members.join(',')} ${name}`,
      ]),
      ...styles,
      ...(onPath.length === 0
        ? []
        : [`linkStyle ${onPath.join(',')} stroke:${ink.path},stroke-width:2px`]),
    ].map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function labelled(role: NodeRole, lines: readonly string[]): string {
  const [open, close] = brackets[role];
  return open + lines.join('<br/>') + close;
}

function lineOf(node: PictureNode, showTypes: boolean, isOptional = false): string {
  const type = showTypes ? typeShown(node) : undefined;
  const name = `<b>${mermaidLabel(nameShown(node.name))}</b>${isOptional ? '?' : ''}`;
  return type === undefined ? name : `${name}<br/><i>${mermaidLabel(type)}</i>`;
}

/** A line for each column. */
function columnLines(node: PictureNode): readonly string[] {
  const { columns, more } = columnsShown(node);
  const lines = columns.map(
    ([name, type]) => `${mermaidLabel(name)}: <i>${mermaidLabel(type)}</i>`,
  );
  return more === 0 ? lines : [...lines, `<i>… and ${more} more</i>`];
}

function css(look: Look): string {
  return [
    `fill:${look.faded ? '#f5f7fa' : look.fill}`,
    `stroke:${look.faded ? ink.fadedEdge : look.stroke}`,
    `color:${look.faded ? ink.faded : ink.name}`,
    ...(look.width > 1 ? ['stroke-width:2px'] : []),
    // Mermaid draws no hatches: a dotted thick border says the same
    ...(look.hatched
      ? ['stroke-width:3px', 'stroke-dasharray:2 3']
      : look.dashed
        ? ['stroke-dasharray:5 3']
        : []),
  ].join(',');
}

/** The user's colours, where Mermaid can read them. */
function colours(style: NodeStyle | undefined): string {
  const isColour = (value: string | undefined): boolean => /^#?\w+$/.test(value ?? '');
  return [
    ...(isColour(style?.fill) ? [`fill:${style?.fill}`] : []),
    ...(isColour(style?.stroke) ? [`stroke:${style?.stroke}`] : []),
  ].join(',');
}
