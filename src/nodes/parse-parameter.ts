/**
 * Reads a function's head with a real parser: everything that the scan leaves, and every mistake.
 *
 * @module
 */
import {
  parseExpressionAt,
  type Expression,
  type Function as FunctionSyntax,
  type Options,
  type ParenthesizedExpression,
  type Pattern,
} from 'acorn';
import { InvalidNodeError } from '../errors.ts';
import { loweredFrom, usesArguments } from './lowered-syntax.ts';
import type { AbsentShape, Read } from './node.ts';
import type { FunctionHead } from './scan-parameter.ts';

/** A function's text parses as one of these: an expression, a method of an object, a member of a class. */
const wrappings: readonly {
  readonly before: string;
  readonly after: string;
  readonly functionIn: (expression: Expression) => FunctionSyntax | undefined;
}[] = [
  { before: '(', after: '\n)', functionIn: itself },
  { before: '({', after: '\n})', functionIn: methodIn },
  { before: '(class extends Object {', after: '\n})', functionIn: memberIn },
  { before: '(class extends Object { static', after: '\n})', functionIn: memberIn },
];

// a function may stand in sloppy code, and a method may use its class's private members
const options: readonly Options[] = (['module', 'script'] as const).map((sourceType) => ({
  ecmaVersion: 'latest',
  sourceType,
  checkPrivateFields: false,
  // a default is told as it stands in the code
  preserveParens: true,
}));

interface Parsed {
  readonly syntax: FunctionSyntax;
  /** The text that was parsed: positions in the syntax count in it. */
  readonly text: string;
}

/** What the head of `text`, the text of the function `name`, says. Throws `InvalidNodeError`. */
export function parseHead(name: string, text: string): FunctionHead {
  if (/\{\s*\[native code\]\s*\}\s*$/.test(text)) throw unreadable(name);
  const { syntax, text: parsed } = parseFunction(name, text);
  const lowered = loweredFrom(syntax);
  if (lowered?.wasGenerator) throw lowered.error(name);
  const isGenerator = syntax.generator ?? false;
  const [parameter, ...others] = syntax.params;
  const pattern = parameter?.type === 'AssignmentPattern' ? parameter.left : parameter;
  if (others.length === 0 && pattern?.type !== 'ObjectPattern' && usesArguments(syntax)) {
    throw lowered?.error(name) ?? handsOnArguments(name);
  }
  if (parameter === undefined || pattern === undefined) return { reads: [], isGenerator };
  if (others.length > 0) throw lowered?.error(name) ?? positional(name, syntax.params, parsed);
  if (pattern.type !== 'ObjectPattern') {
    throw lowered?.error(name) ?? notDestructured(name, parameter, parsed);
  }
  const reads: Read[] = [];
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') throw restElement(name, textOf(property, parsed));
    if (property.computed) throw computedKey(name, textOf(property.key, parsed));
    reads.push(readOf(propertyName(property.key), property.value, parsed));
  }
  return { reads, isGenerator };
}

function parseFunction(name: string, text: string): Parsed {
  let reason = '';
  for (const option of options) {
    for (const { before, after, functionIn } of wrappings) {
      const wrapped = `${before}${text}${after}`;
      try {
        const parenthesis = parseExpressionAt(wrapped, 0, option) as ParenthesizedExpression;
        const syntax = functionIn(parenthesis.expression);
        if (syntax !== undefined) return { syntax, text: wrapped };
        reason ||= 'not a function';
      } catch (error) {
        reason ||= error instanceof Error ? error.message : String(error);
      }
    }
  }
  throw new InvalidNodeError(
    'node/unreadable',
    `The parameters of "${name}" cannot be read from its text (${reason}).`,
    { node: name, hint: `name its dependencies: dependsOn(['a', 'b?'], ${name})` },
  );
}

function itself(expression: Expression): FunctionSyntax | undefined {
  const isFunction =
    expression.type === 'ArrowFunctionExpression' || expression.type === 'FunctionExpression';
  return isFunction ? expression : undefined;
}

function methodIn(expression: Expression): FunctionSyntax | undefined {
  const member = expression.type === 'ObjectExpression' ? expression.properties[0] : undefined;
  return member?.type === 'Property' ? itself(member.value) : undefined;
}

function memberIn(expression: Expression): FunctionSyntax | undefined {
  const member = expression.type === 'ClassExpression' ? expression.body.body[0] : undefined;
  return member?.type === 'MethodDefinition' ? member.value : undefined;
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
    return { name, as: name, optional: true, whenAbsent: absentShape(pattern) ?? {} };
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
    case 'RestElement':
      return hasDefault(pattern.argument);
    default:
      return false;
  }
}

/** What a pattern can take apart so that every default in it applies; undefined where it takes nothing apart. */
function absentShape(pattern: Pattern): AbsentShape | undefined {
  if (pattern.type === 'ArrayPattern') {
    const shapes = pattern.elements.map((element) =>
      element === null ? undefined : absentShape(element),
    );
    // no longer than it must be: the rest of a list is everything behind it
    return shapes.slice(0, shapes.findLastIndex((shape) => shape !== undefined) + 1);
  }
  if (pattern.type !== 'ObjectPattern') return undefined;
  const shape: Record<string, AbsentShape> = {};
  for (const property of pattern.properties) {
    if (property.type === 'RestElement' || property.computed) continue;
    const inner = absentShape(property.value);
    if (inner !== undefined) shape[propertyName(property.key)] = inner;
  }
  return shape;
}

interface Span {
  readonly start: number;
  readonly end: number;
}
const textOf = (span: Span, text: string): string => text.slice(span.start, span.end);

const unreadable = (name: string): InvalidNodeError =>
  new InvalidNodeError(
    'node/unreadable',
    `"${name}" is a bound, native or proxied function: its parameters are not in its text.`,
    { node: name, hint: `name its dependencies: dependsOn(['a', 'b?'], ${name})` },
  );

const handsOnArguments = (name: string): InvalidNodeError =>
  new InvalidNodeError(
    'node/unreadable',
    `"${name}" hands on its arguments without naming them: it wraps another function.`,
    { node: name, hint: `name its dependencies: dependsOn(['a', 'b?'], ${name})` },
  );

/** What a parameter stands for, as it would stand in one destructured parameter. */
function namesIn(parameter: Pattern, text: string): readonly string[] {
  if (parameter.type !== 'ObjectPattern') return [textOf(parameter, text)];
  return parameter.properties.map((property) => textOf(property, text));
}

function positional(name: string, parameters: readonly Pattern[], text: string): InvalidNodeError {
  const names = parameters.map((parameter) => textOf(parameter, text));
  const rest = parameters.find((parameter) => parameter.type === 'RestElement');
  if (rest !== undefined && parameters.length === 1) return notDestructured(name, rest, text);
  return new InvalidNodeError(
    'node/positional-parameters',
    `"${name}" takes ${parameters.length} positional parameters: (${names.join(', ')}).`,
    {
      node: name,
      hint: `take its dependencies by name: ({ ${parameters.flatMap((p) => namesIn(p, text)).join(', ')} }) => …`,
    },
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
