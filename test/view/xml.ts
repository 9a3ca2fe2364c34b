/** A small strict XML reader: enough to know that an SVG is well-formed, and to ask what is in it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Element | string)[];
}

/** The root element. Throws where the text is not well-formed. */
export function parseXml(text: string): Element {
  const bad = Array.from(text).find((character) => {
    const point = character.codePointAt(0) ?? 0;
    const isControl = point < 0x20 && ![0x9, 0xa, 0xd].includes(point);
    return (
      isControl || (point >= 0xd800 && point <= 0xdfff) || point === 0xfffe || point === 0xffff
    );
  });
  if (bad !== undefined)
    throw new Error(`U+${bad.codePointAt(0)?.toString(16)} is not allowed in XML`);
  const token =
    /<([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|<\/([A-Za-z][\w:.-]*)\s*>|([^<]+)/gy;
  const top: Element = { name: '', attributes: {}, children: [] };
  const open: Element[] = [top];
  while (token.lastIndex < text.length) {
    const position = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`Not XML: ${text.slice(position, position + 80)}`);
    const [, name, attributes = '', isClosed, closed, content] = match;
    const parent = open.at(-1) ?? top;
    if (content !== undefined) parent.children.push(unescaped(content));
    else if (closed !== undefined) {
      if (open.pop()?.name !== closed) throw new Error(`</${closed}> closes something else`);
    } else if (name !== undefined) {
      const pairs = [...attributes.matchAll(/([\w:.-]+)="([^"]*)"/g)];
      const keys = pairs.map(([, key]) => key);
      if (new Set(keys).size < keys.length) throw new Error(`an attribute twice in <${name}>`);
      const element: Element = {
        name,
        attributes: Object.fromEntries(
          pairs.map(([, key = '', value = '']) => [key, unescaped(value)]),
        ),
        children: [],
      };
      parent.children.push(element);
      if (isClosed === '') open.push(element);
    }
  }
  const roots = top.children.filter((child) => typeof child !== 'string');
  if (open.length !== 1 || roots.length !== 1 || roots[0] === undefined) {
    throw new Error('not one closed root element');
  }
  return roots[0];
}

function unescaped(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replaceAll(/&(?:#(\d+);|#x([\da-f]+);|(\w+);)?/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    const character = named[String(name)];
    if (character === undefined) throw new Error(`${whole} is no entity of XML`);
    return character;
  });
}

/** All elements of that name within, the element itself included, in document order. */
export function all(element: Element, name: string): Element[] {
  const inner = element.children.flatMap((child) =>
    typeof child === 'string' ? [] : all(child, name),
  );
  return element.name === name ? [element, ...inner] : inner;
}

export const textOf = (element: Element | undefined): string =>
  (element?.children ?? [])
    .map((child) => (typeof child === 'string' ? child : textOf(child)))
    .join('');

/** The groups of a class: `node`, `edge`, `cluster`, `legend`, `output`, … */
export const groups = (svg: Element, kind: string): Element[] =>
  all(svg, 'g').filter((g) => g.attributes['class']?.split(' ').includes(kind));
