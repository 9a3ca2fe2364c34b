/**
 * Where a modifier was called, from the stack that it kept.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Origin } from '../nodes/node.ts';
import { attempt } from './attempt.ts';
import type { ScriptPlace } from './script-place.ts';
import { pathOf } from './source-map.ts';

/** A position on the stack. */
export interface CallSite extends ScriptPlace {
  /** Whether it lies in a named function; the code of a module and of callbacks does not. */
  readonly isNamed: boolean;
}

/**
 * The frames outside of icosian, innermost first. Their positions are those of the running script, or already those of
 * the file as written: stacks are mapped under `--enable-source-maps` and in test runners.
 */
export function callSites(site: Origin['site']): readonly CallSite[] {
  // it is formatted on first use, by code that a user may have replaced
  const stack: unknown = attempt(() => site?.stack);
  if (typeof stack !== 'string') return [];
  const places = stack.split('\n').flatMap((line) => placeIn(line) ?? []);
  const users = places.filter(({ url }) => !isOwn(url));
  // behind the user's own modules lies what loaded them; a library of nodes has nothing else
  const written = users.filter(({ url }) => !isInstalled(url));
  return written.length > 0 ? written : users;
}

/** `at name (file:1:2)`, `at file:1:2`, `at async file:1:2`; nothing for evaluated and native code. */
function placeIn(frame: string): CallSite | undefined {
  const text = /^\s*at (?:async )?(.*)$/.exec(frame)?.[1];
  if (text === undefined) return undefined;
  const open = text.endsWith(')') ? text.indexOf(' (') : -1;
  const where = open < 0 ? text : text.slice(open + 2, -1);
  // the code of a CommonJS module is the body of a function
  const isNamed = open >= 0 && !text.startsWith('Object.<anonymous> (');
  const [, url, line, column] = /^(.+):(\d+):(\d+)$/.exec(where) ?? [];
  if (url === undefined || url.startsWith('eval at ') || url.startsWith('node:')) return undefined;
  return { url, line: Number(line) - 1, column: Number(column) - 1, isNamed };
}

const isInstalled = (url: string): boolean => /[\\/]node_modules[\\/]/.test(url);

function isOwn(url: string): boolean {
  if (/[\\/]node_modules[\\/]icosian[\\/]/.test(url)) return true;
  const path = pathOf(url);
  return path !== undefined && ownFolders().some((folder) => path.startsWith(folder));
}

let folders: readonly string[] | undefined;

// both: a stack that went through source maps names the sources where the build runs
function ownFolders(): readonly string[] {
  folders ??=
    attempt(() => {
      const root = /^(file:.*\/)(?:src|dist)\//.exec(import.meta.url)?.[1];
      if (root === undefined) return [];
      const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
      // bundled into a user's program, what lies around is the user's
      if ((manifest as { name?: unknown }).name !== 'icosian') return [];
      return ['src', 'dist'].map((name) => fileURLToPath(new URL(name, root)) + sep);
    }) ?? [];
  return folders;
}
