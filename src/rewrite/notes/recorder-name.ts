import { RECORDER_GLOBAL } from '../../protocol/recorder-global.js';
import { mark } from '../marks.js';

/**
 * The recorder's name in a rewritten module; `undefined` where the module runs without one. What a value is passed through
 * is called with `?.`: V8's errors name the call that was wrong ("load(...) is not a function"), but no optional one.
 */
export const RECORDER = '__ocd';
export const MODULE_HEAD = mark(
  `;var ${RECORDER}=typeof ${RECORDER_GLOBAL}=="object"?${RECORDER_GLOBAL}:void 0;function __ocdA(t,v){return t?t.waits(v):v}function __ocdB(t,v){t&&t.back();return v}function __ocdL(k,v){return k?k.kept(v):v}function __ocdW(v,s,l){return ${RECORDER}?${RECORDER}.received(v,s,l):v}function __ocdJ(v){return ${RECORDER}?${RECORDER}.joins(v):v}`,
);
