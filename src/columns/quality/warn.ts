/**
 * Tells the process of what is no error.
 *
 * @module
 */

/** One `ValidationWarning` of the process: on stderr, unless `--no-warnings` or a listener says otherwise. */
export function warn(message: string, code: string): void {
  process.emitWarning(message, { type: 'ValidationWarning', code });
}
