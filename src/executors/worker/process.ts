/**
 * What a worker runs that is a process.
 *
 * @module
 */
import { serve } from './host.ts';
import { processPort } from './process-port.ts';

serve(processPort());
