import { describe, expect, it } from 'vitest';
import { crashOnce, WAYS } from '../../scripts/crash/crash-once.js';

/** Few turns: what matters is that it happens in the middle of them. `npm run crash` does it at two hundred moments. */
const TURNS = [3, 40] as const;

describe('a recording of a program that is at work in a worker and a child as well', () => {
  it.each(WAYS.flatMap((way) => TURNS.map((turns) => [way, turns] as const)))(
    'holds all that was written, if it ends by "%s" after %i turns',
    async (way, turns) => {
      const { code, lost, confirmed, badLines } = await crashOnce({ way, turns, delayMs: turns });
      expect({ code, lost }).toEqual({ code: 3, lost: 0 });
      expect(confirmed).toBeGreaterThan(0);
      expect(badLines).toBeLessThanOrEqual(3);
    },
  );
});
