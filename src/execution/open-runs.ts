/**
 * The runs of a driver, until it is closed.
 *
 * @module
 */
import { AbortError, IcosianError } from '../errors.ts';
import { currentRuns } from './run-context.ts';
import { controlRun, type RunControl } from './run-control.ts';

/** Begins runs, and ends all that are under way when it is closed. */
export class OpenRuns {
  readonly #runs = new Map<RunControl, Promise<void>>();
  /** Runs of which a hook waits for `close`. */
  readonly #waiting = new Set<RunControl>();
  #isClosed = false;

  /** Throws once it is closed. */
  assertOpen(): void {
    if (this.#isClosed) throw alreadyClosed();
  }

  /** Does `work` as a run that `signal` or `close` may end. */
  begin<T>(signal: AbortSignal | undefined, work: (control: RunControl) => Promise<T>): Promise<T> {
    const control = controlRun(signal);
    // known before it starts: one of its own nodes may close the driver
    const ended = Promise.withResolvers<void>();
    this.#runs.set(control, ended.promise);
    const end = (): void => {
      control.release();
      this.#runs.delete(control);
      this.#waiting.delete(control);
      ended.resolve();
    };
    try {
      const run = work(control);
      run.then(end, end);
      return run;
    } catch (error) {
      end();
      throw error;
    }
  }

  /** Aborts what is under way; done when that has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const control of this.#runs.keys()) control.stop(closedWhileRunning());
    // a hook that closes the driver must not wait for the runs that wait for the hook
    for (const control of currentRuns()) if (this.#runs.has(control)) this.#waiting.add(control);
    // nor must a generator that closes it as it is closed itself
    const others = [...this.#runs].filter(
      ([control]) => !this.#waiting.has(control) && !control.isClosing,
    );
    await Promise.all(others.map(([, ended]) => ended));
  }
}

const alreadyClosed = (): IcosianError =>
  new IcosianError('driver/closed', 'The driver is closed.', {
    hint: 'build another one; a builder can build any number',
  });

const closedWhileRunning = (): AbortError =>
  new AbortError('driver/closed-while-running', 'The driver was closed while this was running.');
