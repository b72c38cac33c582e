import type { Finding } from '../../finding.js';

/** Worth showing in full: the baseline does not know it, or there is none. */
export function isNew({ baselineState }: Finding): boolean {
  return baselineState !== 'unchanged';
}
