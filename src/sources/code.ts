/**
 * A function's code, without what does not change its meaning.
 *
 * @module
 */
import { tokenizer } from 'acorn';

// oxlint-disable-next-line typescript/unbound-method -- called with the function as its this
const textOf = Function.prototype.toString;

/**
 * The tokens of a function's text, one after the other: without comments, white space and (where the runtime has
 * stripped them) types. A text that no tokenizer reads comes as it is.
 */
export function codeOf(fn: (...parameters: never) => unknown): string {
  const text = textOf.call(fn);
  try {
    const tokens: string[] = [];
    for (const { start, end } of tokenizer(text, { ecmaVersion: 'latest', sourceType: 'module' })) {
      tokens.push(text.slice(start, end));
    }
    return tokens.join(' ');
  } catch {
    return text;
  }
}
