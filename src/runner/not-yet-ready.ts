import { UserError } from '../errors.js';
import { whyNoAnswer } from './answers.js';
import type { Readiness } from './readiness.js';

/** Who answers before the program has been started is another one, and would be taken for it. */
export async function checkNotYetReady(readiness: Readiness): Promise<void> {
  if (readiness.by === 'output' || (await whyNoAnswer(readiness)) !== null) return;
  const where = readiness.by === 'url' ? readiness.url : `port ${readiness.port} of ${readiness.host}`;
  throw new UserError(
    `Something answers at ${where} already, before the program was started.`,
    'Stop it (an earlier run of the program?), or let the program use another port.',
  );
}
