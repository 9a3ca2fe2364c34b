/**
 * Regular expressions of JavaScript for Polars, which has those of Rust: fewer, and with other meanings of `.`, `\d`,
 * `\w` and `\s`.
 *
 * @module
 */
import { col, Series } from 'nodejs-polars';

const digits = '0-9';
const letters = '0-9A-Za-z_';
const spaces =
  '\\t-\\r \\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}';
const classes: Readonly<Record<string, string>> = { d: digits, w: letters, s: spaces };

/** Pieces that mean the same in both, or can be said in the other: outside of brackets, and inside. */
const piece =
  /\\(?<named>[dwsDWS])|\\(?<edge>b)|(?<escaped>\\[.*+?^${}()|[\]\\/-]|\\[tnrfv])|(?<any>\.)|(?<group>\(\?:|\(\?<[A-Za-z_$][\w$]*>|\((?!\?))|(?<same>[*+?]\??|\{\d+(?:,\d*)?\}\??|[)|^$])|(?<open>\[\^?)|(?<letter>[^\\.*+?^${}()|[\]\uD800-\uDFFF])/y;
const member =
  /\\(?<named>[dwsDWS])|(?<from>\\[.*+?^${}()|[\]\\/-]|\\[tnrfv]|[^\\\]\uD800-\uDFFF])(?:-(?<to>\\[.*+?^${}()|[\]\\/-]|[^\\\]\uD800-\uDFFF]))?/y;

/**
 * The same pattern for Polars; undefined where only JavaScript can say it (look-around, back references, `m`, `y`, `v`,
 * Unicode properties). Characters are code points, as with the flag `u`.
 */
export function rustPattern({ source, flags }: RegExp): string | undefined {
  if (/[myv]/.test(flags) || (flags.includes('i') && flags.includes('u'))) return undefined;
  const ignoresCase = flags.includes('i');
  let made = '';
  for (let at = 0; at < source.length;) {
    piece.lastIndex = at;
    const found = piece.exec(source)?.groups;
    if (found === undefined) return undefined;
    at = piece.lastIndex;
    if (found['open'] !== undefined) {
      const list = bracketed(source, at, ignoresCase);
      if (list === undefined) return undefined;
      made += `${found['open']}${list.text}]`;
      at = list.end;
      continue;
    }
    const text = outsideBrackets(found, flags);
    if (text === undefined) return undefined;
    made += text;
  }
  return made;
}

function outsideBrackets(
  found: Readonly<Record<string, string | undefined>>,
  flags: string,
): string | undefined {
  const { named, edge, escaped, any, group, same, letter } = found;
  if (named !== undefined) return `[${classOf(named)}]`;
  if (edge !== undefined) return '(?-u:\\b)';
  if (any !== undefined) {
    return flags.includes('s') ? '(?s:.)' : '[^\\n\\r\\x{2028}\\x{2029}]';
  }
  if (group !== undefined) return group === '(?:' ? group : '(';
  if (letter !== undefined) return letterIn(letter, flags.includes('i'));
  return escaped ?? same;
}

function letterIn(letter: string, ignoresCase: boolean): string | undefined {
  if (!ignoresCase || !/[a-z\u0080-\uFFFF]/i.test(letter)) return plain(letter);
  // what folds to what differs beyond ASCII
  return /[a-z]/i.test(letter) ? `[${letter.toLowerCase()}${letter.toUpperCase()}]` : undefined;
}

/** What stands between brackets, from after the opening one; `end` is after the closing one. */
function bracketed(
  source: string,
  start: number,
  ignoresCase: boolean,
): { readonly text: string; readonly end: number } | undefined {
  let text = '';
  for (let at = start; ;) {
    if (source[at] === ']') return text === '' ? undefined : { text, end: at + 1 };
    member.lastIndex = at;
    const found = member.exec(source)?.groups;
    if (found === undefined) return undefined;
    at = member.lastIndex;
    const { named, from = '', to } = found;
    const one = named === undefined ? memberText(from, to, ignoresCase) : classIn(named);
    if (one === undefined) return undefined;
    text += one;
  }
}

function memberText(
  from: string,
  to: string | undefined,
  ignoresCase: boolean,
): string | undefined {
  const own = to === undefined ? plain(from) : `${plain(from)}-${plain(to)}`;
  if (!ignoresCase) return own;
  if (to === undefined) {
    if (from.length > 1 || !/[a-z\u0080-\uFFFF]/i.test(from)) return own;
    return /[a-z]/i.test(from) ? from.toLowerCase() + from.toUpperCase() : undefined;
  }
  if (/^\d\d$/.test(from + to)) return own;
  if (!/^(?:[a-z]{2}|[A-Z]{2})$/.test(from + to)) return undefined;
  return `${own}${otherCase(from)}-${otherCase(to)}`;
}

const otherCase = (letter: string): string =>
  letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();

const classOf = (named: string): string => {
  const list = classes[named.toLowerCase()] ?? '';
  return named === named.toLowerCase() ? list : `^${list}`;
};
const classIn = (named: string): string =>
  named === named.toLowerCase() ? classOf(named) : `[${classOf(named)}]`;

/** A character that means nothing but itself, also between Rust's brackets. */
const plain = (text: string): string => (/^[&~\-[\]^#]$/.test(text) ? `\\${text}` : text);

const translations = new WeakMap<RegExp, string | false>();

/** The pattern as Polars takes it: a string as it is; undefined where only JavaScript can say it. */
export function polarsPattern(pattern: RegExp | string): string | undefined {
  if (typeof pattern === 'string') return pattern;
  let made = translations.get(pattern);
  if (made === undefined) {
    const text = rustPattern(pattern);
    // what is too large for Rust is left to JavaScript, too
    made = text === undefined || patternProblem(text) !== undefined ? false : text;
    translations.set(pattern, made);
  }
  return made === false ? undefined : made;
}

/** What Polars says against a pattern in Rust's notation; undefined: it takes it. */
export function patternProblem(pattern: string): string | undefined {
  try {
    Series('value', ['']).toFrame().lazy().select(col('value').str.contains(pattern)).collectSync();
    return undefined;
  } catch (error) {
    return /^error: (?<why>.*)$/m.exec(String(error))?.groups?.['why'] ?? String(error);
  }
}

/** A test of single strings that starts anew with each. */
export function testOf(pattern: RegExp): (text: string) => boolean {
  const own = new RegExp(pattern.source, pattern.flags.replace('g', ''));
  return (text) => {
    own.lastIndex = 0;
    return own.test(text);
  };
}

/** Whether a text matches a pattern in Rust's notation. */
export const textMatches = (pattern: string, text: string): boolean =>
  Series('value', [text])
    .toFrame()
    .lazy()
    .select(col('value').str.contains(pattern))
    .collectSync()
    .row(0)[0] === true;
