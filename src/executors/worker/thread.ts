/**
 * What a worker runs that is a thread.
 *
 * @module
 */
import { serve } from './host.ts';
import { threadPort } from './thread-port.ts';

serve(threadPort());
