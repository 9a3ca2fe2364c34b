/**
 * Imports one module. Run by import.ts, in a process of its own.
 *
 * Plain JavaScript: where Node strips the types of a program, it loads what for that, and all later imports are slower.
 *
 * @module
 */
import { registerHooks } from 'node:module';

/** @type {import('./import.ts').ImportTask} */
const { module, isListed } = JSON.parse(process.argv[2] ?? '{}');
/** Names of packages, and of Node's own modules as `node:name`. @type {Set<string>} */
const loaded = new Set();
if (isListed) {
  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context);
      const name = nameOf(found.url);
      if (name !== undefined) loaded.add(name);
      return found;
    },
  });
}
const started = performance.now();
await import(module);
const ms = performance.now() - started;
console.log(JSON.stringify({ ms, loaded: [...loaded] }));

/** @param {string} url @returns {string | undefined} undefined: no package's file */
function nameOf(url) {
  if (url.startsWith('node:')) return url;
  const [, ...inside] = url.split('/node_modules/');
  return /^(@[^/]+\/)?[^/]+/.exec(inside.at(-1) ?? '')?.[0];
}
