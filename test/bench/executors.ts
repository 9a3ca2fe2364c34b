/**
 * What workers cost and gain: small items, a large frame, a group-by, a long run, a first result.
 *
 * @module
 */
import { measureExecutorsCold } from './executors-cold.ts';
import { measureExecutorsFrame } from './executors-frame.ts';
import { measureExecutorsGroups } from './executors-groups.ts';
import { measureExecutorsHeavy } from './executors-heavy.ts';
import { measureExecutorsItems } from './executors-items.ts';
import { measureExecutorsParts } from './executors-parts.ts';
import { measureExecutorsSoak } from './executors-soak.ts';
import type { Request } from './measure-cells.ts';
import type { Report } from './report.ts';

export async function measureExecutors(request: Request): Promise<Report[]> {
  return [
    await measureExecutorsItems(request),
    await measureExecutorsFrame(request),
    await measureExecutorsGroups(request),
    await measureExecutorsParts(request),
    await measureExecutorsHeavy(request),
    await measureExecutorsSoak(request),
    await measureExecutorsCold(request),
  ];
}
