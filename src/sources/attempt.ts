/**
 * Reading sources meets files that are gone, maps that are broken and names that are no URLs.
 *
 * @module
 */

/** What `read` gives, or nothing where it fails. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
