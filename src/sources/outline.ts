/**
 * What a file declares: its functions, the declarations that they stand in, and the calls in these.
 *
 * @module
 */
import {
  childOf,
  childrenOf,
  partsOf,
  spelledName,
  type ParsedSource,
  type Syntax,
} from './syntax.ts';

/** A variable, function, property or class member: what a doc comment stands above. */
export interface Declaration {
  /** What it is called in the file, and where the file exports it under other names, these too. */
  readonly names: readonly string[];
  /** The whole of it, `export` included; of a further variable of one statement, its own part. */
  readonly start: number;
  readonly end: number;
  /** Of an overloaded function: where its first signature starts. */
  readonly firstSignature?: number;
  /** Whether it stands outside of all functions. */
  readonly isModuleLevel: boolean;
  /** Whether what it declares comes out of a call. */
  readonly isCall: boolean;
}

export interface FunctionInFile {
  readonly syntax: Syntax;
  /** Its name at run time, where the language gives it one. */
  readonly name?: string;
  /** The names that it destructures from its one parameter; absent: it does not. */
  readonly takes?: ReadonlySet<string>;
  /** Absent: it is made inside of another function. */
  readonly declaration?: Declaration;
  /** The function type that its variable is annotated with. */
  readonly signature?: Syntax;
  /** Where the engine says that it is. */
  readonly anchor: number;
  /** From its first character, of a method from its name, to its body. */
  readonly headStart: number;
  readonly headEnd: number;
}

/** A call in a declaration. */
export interface CallInFile {
  /** Where the engine says that it is: at its last name. */
  readonly anchor: number;
  readonly declaration: Declaration;
}

export interface Outline {
  readonly source: ParsedSource;
  readonly declarations: readonly Declaration[];
  readonly functions: readonly FunctionInFile[];
  readonly calls: readonly CallInFile[];
}

/** What surrounds a node of the syntax tree. */
interface Around {
  readonly declaration?: Declaration | undefined;
  readonly isInFunction: boolean;
  /** What a function that stands right here is called. */
  readonly name?: string | undefined;
  readonly signature?: Syntax | undefined;
  /** The `export` statement around a declaration; where a method starts. */
  readonly start?: number | undefined;
}

const outlines = new WeakMap<ParsedSource, Outline>();

export function outlineOf(source: ParsedSource): Outline {
  const known = outlines.get(source);
  if (known !== undefined) return known;
  const outline = readOutline(source);
  outlines.set(source, outline);
  return outline;
}

function readOutline(source: ParsedSource): Outline {
  const declarations: Declaration[] = [];
  const functions: FunctionInFile[] = [];
  const calls: CallInFile[] = [];
  const exportNames = exportNamesOf(source.program);
  const signatures = new Map<string, number>();

  const declare = (
    names: readonly (string | undefined)[],
    { start, end }: { start: number; end: number },
    around: Around,
    value?: Syntax,
  ): Declaration => {
    const own = names.filter((name) => name !== undefined);
    const exported = around.isInFunction ? [] : own.flatMap((name) => exportNames.get(name) ?? []);
    const declaration = {
      names: [...own, ...exported],
      start,
      end,
      isModuleLevel: !around.isInFunction,
      isCall: value !== undefined && unwrapped(value).type === 'CallExpression',
    };
    declarations.push(declaration);
    return declaration;
  };

  const visitParts = (node: Syntax, around: Around): void => {
    const { declaration, isInFunction } = around;
    for (const part of partsOf(node)) visit(part, { declaration, isInFunction });
  };

  const visitFunction = (syntax: Syntax, around: Around): void => {
    const { declaration, signature } = around;
    const name = spelledName(childOf(syntax, 'id')) ?? around.name;
    const takes = destructuredNames(syntax);
    functions.push({
      syntax,
      ...(takes === undefined ? {} : { takes }),
      ...(name === undefined ? {} : { name }),
      ...(declaration === undefined ? {} : { declaration }),
      ...(signature === undefined ? {} : { signature }),
      anchor: anchorOf(syntax, source.text),
      headStart: around.start ?? syntax.start,
      headEnd: childOf(syntax, 'body')?.start ?? syntax.end,
    });
    for (const part of partsOf(syntax)) visit(part, { isInFunction: true });
  };

  /** A property, a class member or an assignment: `name` is what it declares, `value` what it is. */
  const visitNamed = (
    node: Syntax,
    name: string | undefined,
    value: Syntax,
    around: Around,
  ): void => {
    const declaration = declare([name], node, around, value);
    const { isInFunction } = around;
    // of `a = function () {}` the engine maps the function, of `a() {}` the name
    const start = value.start > node.start && isMethod(node) ? node.start : undefined;
    visit(value, { declaration, isInFunction, name, start });
  };

  const visitVariables = (statement: Syntax, around: Around): void => {
    for (const [position, variable] of childrenOf(statement, 'declarations').entries()) {
      const id = childOf(variable, 'id');
      const value = childOf(variable, 'init');
      if (id === undefined || value === undefined) continue;
      const start = position === 0 ? (around.start ?? statement.start) : variable.start;
      const declaration = declare(boundNames(id), { start, end: variable.end }, around, value);
      const type = childOf(childOf(id, 'typeAnnotation'), 'typeAnnotation');
      visit(value, {
        declaration,
        isInFunction: around.isInFunction,
        name: spelledName(id),
        signature: type?.type === 'TSFunctionType' ? type : undefined,
      });
    }
  };

  const visit = (node: Syntax, around: Around): void => {
    switch (node.type) {
      case 'ExportNamedDeclaration':
      case 'ExportDefaultDeclaration': {
        const declared = childOf(node, 'declaration');
        if (declared !== undefined) visit(declared, { ...around, start: node.start });
        return;
      }
      case 'VariableDeclaration':
        return visitVariables(node, around);
      case 'TSDeclareFunction': {
        const name = spelledName(childOf(node, 'id')) ?? '';
        if (!signatures.has(name)) signatures.set(name, around.start ?? node.start);
        return;
      }
      case 'FunctionDeclaration': {
        const name = spelledName(childOf(node, 'id'));
        const span = { start: around.start ?? node.start, end: node.end };
        const firstSignature = signatures.get(name ?? '');
        signatures.clear();
        const plain = declare([name], span, around);
        const declaration = firstSignature === undefined ? plain : { ...plain, firstSignature };
        return visitFunction(node, { ...around, declaration, start: undefined });
      }
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
        return visitFunction(node, around);
      case 'Property':
      case 'MethodDefinition':
      case 'PropertyDefinition': {
        const value = childOf(node, 'value');
        const name = node['computed'] === true ? undefined : spelledName(childOf(node, 'key'));
        if (value !== undefined) visitNamed(node, name, value, around);
        return;
      }
      case 'ExpressionStatement': {
        const assignment = childOf(node, 'expression');
        const value = childOf(assignment, 'right');
        if (assignment?.type !== 'AssignmentExpression' || value === undefined) break;
        const left = childOf(assignment, 'left');
        return visitNamed(node, spelledName(childOf(left, 'property') ?? left), value, around);
      }
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion': {
        const inner = childOf(node, 'expression');
        if (inner !== undefined) visit(inner, around);
        return;
      }
      case 'CallExpression': {
        const callee = childOf(node, 'callee');
        const { declaration } = around;
        if (callee !== undefined && declaration !== undefined) {
          const anchor = (childOf(callee, 'property') ?? callee).start;
          calls.push({ anchor, declaration });
        }
        break;
      }
      default:
        if (node.type.startsWith('TS')) return;
    }
    visitParts(node, around);
  };

  visit(source.program, { isInFunction: false });
  return { source, declarations, functions, calls };
}

const isMethod = (node: Syntax): boolean =>
  node.type === 'MethodDefinition' || node['method'] === true;

/** An expression without the types that are put around it. */
function unwrapped(node: Syntax): Syntax {
  const inner = node.type.startsWith('TS') ? childOf(node, 'expression') : undefined;
  return inner === undefined ? node : unwrapped(inner);
}

/** The engine's position of a function: its parameters; of an async arrow function, its first character. */
function anchorOf(syntax: Syntax, text: string): number {
  const types = childOf(syntax, 'typeParameters');
  const isArrow = syntax.type === 'ArrowFunctionExpression';
  if (isArrow && (syntax['async'] === true || types === undefined)) return syntax.start;
  const before = types?.end ?? childOf(syntax, 'id')?.end ?? syntax.start;
  return text.indexOf('(', before);
}

/** The names that a pattern binds. */
function boundNames(pattern: Syntax): readonly string[] {
  switch (pattern.type) {
    case 'ObjectPattern':
      return childrenOf(pattern, 'properties').flatMap((property) =>
        boundNames(childOf(property, 'value') ?? childOf(property, 'argument') ?? property),
      );
    case 'ArrayPattern':
      return childrenOf(pattern, 'elements').flatMap(boundNames);
    case 'AssignmentPattern':
      return boundNames(childOf(pattern, 'left') ?? pattern);
    case 'RestElement':
      return boundNames(childOf(pattern, 'argument') ?? pattern);
    default:
      return [spelledName(pattern)].filter((name) => name !== undefined);
  }
}

/** `export { a as b }` of what the file itself declares: the exported names, by the local one. */
function exportNamesOf(program: Syntax): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const statement of childrenOf(program, 'body')) {
    if (statement.type !== 'ExportNamedDeclaration' || childOf(statement, 'source')) continue;
    for (const specifier of childrenOf(statement, 'specifiers')) {
      const local = spelledName(childOf(specifier, 'local'));
      const exported = spelledName(childOf(specifier, 'exported'));
      if (local === undefined || exported === undefined || local === exported) continue;
      names.set(local, [...(names.get(local) ?? []), exported]);
    }
  }
  return names;
}

/** The names that a function destructures from its one parameter; `undefined` where it does not. */
function destructuredNames(syntax: Syntax): ReadonlySet<string> | undefined {
  const parameter = firstParameter(syntax);
  if (parameter === undefined) return new Set();
  if (parameter.type !== 'ObjectPattern') return undefined;
  const keys = childrenOf(parameter, 'properties').filter((each) => each['computed'] !== true);
  return new Set(keys.flatMap((each) => spelledName(childOf(each, 'key')) ?? []));
}

/** The parameter in which dependencies arrive, without its default. */
export function firstParameter(syntax: Syntax): Syntax | undefined {
  const parameter = childrenOf(syntax, 'params').find((each) => spelledName(each) !== 'this');
  return parameter?.type === 'AssignmentPattern' ? childOf(parameter, 'left') : parameter;
}
