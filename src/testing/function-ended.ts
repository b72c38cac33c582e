import type { Farewell } from '../model/types.js';

/** For what was recorded, the function's end is what a program's is. */
export const FUNCTION_ENDED: Farewell = {
  by: 'end',
  code: 0,
  stack: [],
  active: null,
  who: 'the recorded function',
};
