/**
 * Reads a function's head with a real parser: everything that the scan leaves, and every mistake.
 *
 * @module
 */
import {
  parseExpressionAt,
  type Expression,
  type Function as FunctionSyntax,
  type Pattern,
} from 'acorn';
import { InvalidNodeError } from '../errors.ts';
import type { Read } from './node.ts';
import type { FunctionHead } from './scan-parameter.ts';

/** A function's text parses as one of these: an expression, a method of an object, a member of a class. */
const wrappings: readonly (readonly [string, string])[] = [
  ['(', '\n)'],
  ['({', '\n})'],
  ['(class extends Object {', '\n})'],
  ['(class extends Object { static', '\n})'],
];

interface Parsed {
  readonly syntax: FunctionSyntax;
  /** The text that was parsed: positions in the syntax count in it. */
  readonly text: string;
}

/** What the head of `text`, the text of the function `name`, says. Throws `InvalidNodeError`. */
export function parseHead(name: string, text: string): FunctionHead {
  if (/\{\s*\[native code\]\s*\}\s*$/.test(text)) throw unreadable(name);
  const { syntax, text: parsed } = parseFunction(name, text);
  const lowered = loweredSyntax(text);
  const parameter = syntax.params[0];
  if (syntax.params.length > 1) throw lowered?.(name) ?? positional(name, syntax.params, parsed);
  if (parameter === undefined) return { reads: [], isGenerator: syntax.generator ?? false };
  const pattern = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  if (pattern.type !== 'ObjectPattern') {
    throw lowered?.(name) ?? notDestructured(name, parameter, parsed);
  }
  const reads: Read[] = [];
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') throw restElement(name, textOf(property, parsed));
    if (property.computed) throw computedKey(name, textOf(property.key, parsed));
    reads.push(readOf(propertyName(property.key), property.value, parsed));
  }
  return { reads, isGenerator: syntax.generator ?? false };
}

function parseFunction(name: string, text: string): Parsed {
  let reason = '';
  for (const [before, after] of wrappings) {
    const wrapped = `${before}${text}${after}`;
    try {
      const expression = parseExpressionAt(wrapped, 0, {
        ecmaVersion: 'latest',
        sourceType: 'module',
      });
      const syntax = functionIn(expression);
      if (syntax !== undefined) return { syntax, text: wrapped };
    } catch (error) {
      reason ||= error instanceof Error ? error.message : String(error);
    }
  }
  throw new InvalidNodeError(
    'node/unreadable',
    `The parameters of "${name}" cannot be read from its text (${reason || 'not a function'}).`,
    { node: name, hint: `name its dependencies: dependsOn(['a', 'b?'], ${name})` },
  );
}

function functionIn(expression: Expression): FunctionSyntax | undefined {
  switch (expression.type) {
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return expression;
    case 'ObjectExpression': {
      const member = expression.properties[0];
      return member?.type === 'Property' && member.value.type === 'FunctionExpression'
        ? member.value
        : undefined;
    }
    case 'ClassExpression': {
      const member = expression.body.body[0];
      return member?.type === 'MethodDefinition' ? member.value : undefined;
    }
    default:
      return undefined;
  }
}

function propertyName(key: Expression | { type: 'PrivateIdentifier'; name: string }): string {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : '';
}

/** A default at any level of the pattern makes the dependency optional. */
function readOf(name: string, pattern: Pattern, text: string): Read {
  if (pattern.type === 'AssignmentPattern') {
    return { name, as: name, optional: true, default: textOf(pattern.right, text) };
  }
  if (hasDefault(pattern)) {
    const whenAbsent = pattern.type === 'ArrayPattern' ? 'array' : 'object';
    return { name, as: name, optional: true, whenAbsent };
  }
  return { name, as: name, optional: false };
}

function hasDefault(pattern: Pattern): boolean {
  switch (pattern.type) {
    case 'AssignmentPattern':
      return true;
    case 'ObjectPattern':
      return pattern.properties.some((property) =>
        property.type === 'RestElement' ? false : hasDefault(property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.some((element) => element !== null && hasDefault(element));
    default:
      return false;
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}
const textOf = (span: Span, text: string): string => text.slice(span.start, span.end);

/** What older build targets make of async functions and generators: the error should name the cause. */
function loweredSyntax(text: string): ((name: string) => InvalidNodeError) | undefined {
  if (/\b__awaiter\b|\b_asyncToGenerator\b|\b__async\b/.test(text)) {
    return (name) => loweredError(name, 'an async function', 'ES2017');
  }
  return loweredGenerator(text);
}

/** The same for generators alone: what they are lowered to no longer opens a block. */
export function loweredGenerator(text: string): ((name: string) => InvalidNodeError) | undefined {
  if (/\b__asyncGenerator\b|\b_?wrapAsyncGenerator\b/.test(text)) {
    return (name) => loweredError(name, 'an async generator', 'ES2018');
  }
  if (/\b__generator\(this\b|\bregeneratorRuntime\b/.test(text)) {
    return (name) => loweredError(name, 'a generator', 'ES2015');
  }
  return undefined;
}

const loweredError = (name: string, what: string, target: string): InvalidNodeError =>
  new InvalidNodeError(
    'node/lowered',
    `"${name}" was ${what} before a build lowered it: and what is left cannot be read.`,
    { node: name, hint: `build with target ${target} or newer` },
  );

const unreadable = (name: string): InvalidNodeError =>
  new InvalidNodeError(
    'node/unreadable',
    `"${name}" is a bound, native or proxied function: its parameters are not in its text.`,
    { node: name, hint: `name its dependencies: dependsOn(['a', 'b?'], ${name})` },
  );

function positional(name: string, parameters: readonly Pattern[], text: string): InvalidNodeError {
  const names = parameters.map((parameter) => textOf(parameter, text));
  const rest = parameters.find((parameter) => parameter.type === 'RestElement');
  if (rest !== undefined && parameters.length === 1) return notDestructured(name, rest, text);
  return new InvalidNodeError(
    'node/positional-parameters',
    `"${name}" takes ${parameters.length} positional parameters: (${names.join(', ')}).`,
    { node: name, hint: `take its dependencies by name: ({ ${names.join(', ')} }) => …` },
  );
}

function notDestructured(name: string, parameter: Pattern, text: string): InvalidNodeError {
  const written = textOf(parameter, text);
  const isRest = parameter.type === 'RestElement';
  return new InvalidNodeError(
    'node/parameter-not-destructured',
    `"${name}" takes ${isRest ? 'a rest parameter' : 'one parameter that is not destructured'}: (${written}).`,
    {
      node: name,
      hint: `name its dependencies in place: ({ a, b }) => …${isRest ? `; for a wrapped or mocked function: dependsOn(['a', 'b?'], ${name})` : ''}`,
    },
  );
}

const restElement = (name: string, written: string): InvalidNodeError =>
  new InvalidNodeError(
    'node/rest-element',
    `"${name}" takes the rest of its dependencies (${written}): which ones, nobody can know.`,
    { node: name, hint: 'name each dependency: ({ a, b }) => …' },
  );

const computedKey = (name: string, written: string): InvalidNodeError =>
  new InvalidNodeError(
    'node/computed-key',
    `"${name}" takes a dependency by a computed key ([${written}]): its name is not in the text.`,
    { node: name, hint: "write the name itself: ({ a }) or ({ 'us.revenue': a })" },
  );
