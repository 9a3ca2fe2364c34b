/**
 * Types as they stand in the source file.
 *
 * @module
 */
import { firstParameter, type FunctionInFile } from './outline.ts';
import { childOf, childrenOf, spelledName, type ParsedSource, type Syntax } from './syntax.ts';

/** The annotation of what a function returns, of the function itself or else of its variable. */
export function writtenReturnType(source: ParsedSource, fn: FunctionInFile): string | undefined {
  const annotation = childOf(fn.syntax, 'returnType') ?? childOf(fn.signature, 'typeAnnotation');
  const type = childOf(annotation, 'typeAnnotation');
  return type === undefined ? undefined : writtenText(source, type);
}

/** The type of each dependency that a function destructures, where the file says it. */
export function writtenDependencyTypes(
  source: ParsedSource,
  fn: FunctionInFile,
): Readonly<Record<string, string>> {
  const parameter = firstParameter(fn.syntax);
  const inSignature = childrenOf(fn.signature, 'parameters')[0];
  const annotation = childOf(parameter, 'typeAnnotation') ?? childOf(inSignature, 'typeAnnotation');
  const type = childOf(annotation, 'typeAnnotation');
  if (type === undefined) return {};
  const members = new Map<string, Syntax>();
  collectMembers(source, type, members, new Set());
  const types: [string, string][] = [];
  for (const name of fn.takes ?? []) {
    const member = members.get(name);
    if (member !== undefined) types.push([name, writtenText(source, member)]);
  }
  return Object.fromEntries(types);
}

/** Adds the properties of an object type to `members`: of a literal, or of a type that the same file declares. */
function collectMembers(
  source: ParsedSource,
  type: Syntax,
  members: Map<string, Syntax>,
  seen: Set<string>,
): void {
  switch (type.type) {
    case 'TSTypeLiteral':
      return addMembers(childrenOf(type, 'members'), members);
    case 'TSParenthesizedType': {
      const inner = childOf(type, 'typeAnnotation');
      if (inner !== undefined) collectMembers(source, inner, members, seen);
      return;
    }
    case 'TSIntersectionType':
      for (const part of childrenOf(type, 'types')) collectMembers(source, part, members, seen);
      return;
    case 'TSTypeReference':
    case 'TSExpressionWithTypeArguments': {
      const name = spelledName(childOf(type, 'typeName') ?? childOf(type, 'expression'));
      const given = childrenOf(childOf(type, 'typeArguments'), 'params');
      if (name === undefined || seen.has(name)) return;
      seen.add(name);
      const declared = declaredTypes(source.program, name);
      const inner = name === 'Readonly' && declared.length === 0 ? given[0] : undefined;
      if (inner !== undefined) return collectMembers(source, inner, members, seen);
      // of a generic type the file says only half: what its parameters stand for depends on the use
      if (declared.some((declaration) => childOf(declaration, 'typeParameters'))) return;
      for (const declaration of declared) {
        addMembers(childrenOf(childOf(declaration, 'body'), 'body'), members);
        const alias = childOf(declaration, 'typeAnnotation');
        if (alias !== undefined) collectMembers(source, alias, members, seen);
        for (const base of childrenOf(declaration, 'extends')) {
          collectMembers(source, base, members, seen);
        }
      }
    }
  }
}

// the first to say a property's type stands: an interface's own before those of its bases
function addMembers(signatures: readonly Syntax[], members: Map<string, Syntax>): void {
  for (const signature of signatures) {
    if (signature.type !== 'TSPropertySignature' || signature['computed'] === true) continue;
    const name = spelledName(childOf(signature, 'key'));
    const type = childOf(childOf(signature, 'typeAnnotation'), 'typeAnnotation');
    if (name !== undefined && type !== undefined && !members.has(name)) members.set(name, type);
  }
}

const isTypeDeclaration = ({ type }: Syntax): boolean =>
  type === 'TSInterfaceDeclaration' || type === 'TSTypeAliasDeclaration';

function declaredTypes(program: Syntax, name: string): readonly Syntax[] {
  return childrenOf(program, 'body')
    .map((statement) => childOf(statement, 'declaration') ?? statement)
    .filter((each) => isTypeDeclaration(each) && spelledName(childOf(each, 'id')) === name);
}

const quoted = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/.source;
const brokenAtBracket = /,?\s*\n\s*(?=[>)\]])|(?<=[<([])\s*\n\s*/.source;
const foldable = new RegExp(`(${quoted})|(${brokenAtBracket})|\\s+`, 'gs');

/** The text of a type on one line, without comments and without what only breaking lines had put there. */
function writtenText({ text, comments }: ParsedSource, { start, end }: Syntax): string {
  let code = '';
  let from = start;
  for (const comment of comments) {
    if (comment.start < from || comment.end > end) continue;
    code += `${text.slice(from, comment.start)} `;
    from = comment.end;
  }
  code += text.slice(from, end);
  return code
    .replace(
      foldable,
      (_, literal?: string, broken?: string) => literal ?? (broken === undefined ? ' ' : ''),
    )
    .trim()
    .replace(/^[|&] /, '');
}
