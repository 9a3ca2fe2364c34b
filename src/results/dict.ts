/**
 * The requested values as they are.
 *
 * @module
 */
import { isBlockValues, readsBlocks, withoutBlocks } from './block-values.ts';
import type {
  resultKind,
  OutputValues,
  ResultBuilder,
  ResultKind,
  ValueType,
} from './result-builder.ts';

export interface DictKind extends ResultKind {
  result: this['outputs'];
  accepts: unknown;
}

/**
 * A record of the requested values, by name and in request order. Any value will do; of a node inside a parallel
 * block, the list of its values. Lazy frames stay lazy.
 */
export class DictResult implements ResultBuilder<DictKind> {
  declare readonly [resultKind]?: DictKind;
  readonly [readsBlocks]: true = true;

  buildResult(outputs: OutputValues): Record<string, unknown> {
    // the record is made for this call alone: where there is nothing to change, it is the result
    if (!hasBlocks(outputs)) return outputs;
    // defines each name, also "__proto__", where an assignment would not
    return Object.fromEntries(
      Object.entries(outputs).map(([name, value]) => [name, withoutBlocks(value)]),
    );
  }

  inputTypes(): readonly ValueType[] {
    return ['any'];
  }

  outputType(): ValueType {
    return 'object';
  }
}

function hasBlocks(outputs: OutputValues): boolean {
  for (const name in outputs) if (isBlockValues(outputs[name])) return true;
  return false;
}
