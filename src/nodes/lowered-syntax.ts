/**
 * What older build targets make of async functions and generators, and what wraps other functions: forms whose head
 * no longer says what is read. The errors name the cause.
 *
 * @module
 */
import type { AnyNode, CallExpression, Expression, Function as FunctionSyntax, Super } from 'acorn';
import { InvalidNodeError } from '../errors.ts';

/** What a function was before a build lowered it. */
export interface Lowered {
  /** Whether it opened a block: what is left does not. */
  readonly wasGenerator: boolean;
  readonly error: (name: string) => InvalidNodeError;
}

/** Whether only a parser can tell if a function without parameters reads nothing. */
export const mayHideReads = (text: string): boolean =>
  /\barguments\b|enerator\(|egeneratorRuntime\b/.test(text);

/** Whether only a parser can tell if a function opens no block. */
export const mayHideBlock = (text: string): boolean => text.includes('enerator(');

/** What a function was before a build lowered it; undefined where none did, as far as its text shows. */
export function loweredFrom(syntax: FunctionSyntax): Lowered | undefined {
  const helper = helperOf(syntax);
  if (helper === undefined) return undefined;
  if (/^_+(awaiter|async|asyncToGenerator|async_to_generator)$/.test(helper)) {
    return lowered('an async function', 'ES2017', false);
  }
  if (/^_+(asyncGenerator|wrapAsyncGenerator|wrap_async_generator)$/.test(helper)) {
    return lowered('an async generator', 'ES2018', true);
  }
  if (generatorHelper.test(helper)) return lowered('a generator', 'ES2015', true);
  // a minified helper has lost its name, and with it which of the two this was
  return lowered('an async function or generator', 'ES2018', false);
}

/**
 * The name of the helper by whose call a function ends: `return __async(this, arguments, function* …)`.
 *
 * It is known by its name, or by the generator function that it gets.
 */
function helperOf({ body }: FunctionSyntax): string | undefined {
  const last = body.type === 'BlockStatement' ? body.body.at(-1) : undefined;
  let current: Expression | Super | null | undefined =
    body.type === 'BlockStatement'
      ? last?.type === 'ReturnStatement'
        ? last.argument
        : undefined
      : body;
  while (current) {
    if (current.type === 'MemberExpression') current = current.object;
    else if (current.type === 'ParenthesizedExpression') current = current.expression;
    else if (current.type === 'CallExpression') {
      const { callee, arguments: given }: CallExpression = current;
      const getsGenerator = given.some(
        (value) => value.type === 'FunctionExpression' && value.generator,
      );
      if (getsGenerator) return calleeName(callee);
      current = callee;
    } else {
      const name = calleeName(current);
      return generatorHelper.test(name) ? name : undefined;
    }
  }
  return undefined;
}

// these get no generator function: there were none yet
const generatorHelper = /^(__generator|_ts_generator|_*regeneratorRuntime)$/;

/** The last name in what is called: of `h`, `tslib.h` and `(0, tslib.h)`, `h`. */
function calleeName(callee: AnyNode): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'MemberExpression') return calleeName(callee.property);
  if (callee.type === 'ParenthesizedExpression') return calleeName(callee.expression);
  const last = callee.type === 'SequenceExpression' ? callee.expressions.at(-1) : undefined;
  return last === undefined ? '' : calleeName(last);
}

/** Whether a function reads `arguments` of its own; those of functions inside it are theirs. */
export const usesArguments = (syntax: FunctionSyntax): boolean =>
  syntax.type !== 'ArrowFunctionExpression' && namesArguments(syntax.body);

function namesArguments(node: AnyNode): boolean {
  if (node.type === 'Identifier') return node.name === 'arguments';
  if (node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration') return false;
  for (const [key, child] of Object.entries(node)) {
    if (isPropertyName(node, key)) continue;
    const children: readonly unknown[] = Array.isArray(child) ? child : [child];
    if (children.some((inner) => isSyntax(inner) && namesArguments(inner))) return true;
  }
  return false;
}

const isPropertyName = (node: AnyNode, key: string): boolean =>
  (key === 'property' || key === 'key') && 'computed' in node && !node.computed;

const isSyntax = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value;

const lowered = (what: string, target: string, wasGenerator: boolean): Lowered => ({
  wasGenerator,
  error: (name) =>
    new InvalidNodeError(
      'node/lowered',
      `"${name}" was ${what} before a build lowered it, and what is left cannot be read.`,
      { node: name, hint: `build with target ${target} or newer` },
    ),
});
