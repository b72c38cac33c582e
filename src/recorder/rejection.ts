import { basename } from 'node:path';
import { inspect } from 'node:util';
import { isUserFile, pathOf } from './user-code.js';

/** What can be told of an error without what it says. */
export interface Rejection {
  /** Name of its class, where it is an error. */
  readonly name?: string;
  /** `orders.ts:12`: the user's line that threw it, where its stack says so. */
  readonly thrownAt?: string;
}

const REJECTED = /^Promise \{\s*(?:\[[^\]]*\]: [^\n]*\s*)*<rejected>/;
/** `TypeError: …`, `[AbortError: …]`, `DOMException [AbortError]: …`, `NotFound [ERR_X]: …` */
const CLASS = /<rejected> \[?([A-Z][\w$]*)(?: \[([\w$]+)\])?(?=[:\]\n])/;
const DOM_EXCEPTION = 'DOMException';
const FRAME = /\n\s+at (?:.*\()?((?:file:\/\/|\/|[A-Za-z]:\\)[^\n]*?):(\d+):\d+\)?(?=\n|$)/g;

const OPTIONS = { customInspect: false, maxArrayLength: 0, maxStringLength: 0 } as const;

/**
 * `undefined` for a promise that was not rejected. It is asked of Node's text of the promise, and not of the promise: to
 * ask that counts as handling its rejection.
 */
export function rejectionOf(promise: Promise<unknown>): Rejection | undefined {
  if (Object.getPrototypeOf(promise) !== Promise.prototype) return undefined;
  if (!REJECTED.test(inspect(promise, { ...OPTIONS, depth: 0 }))) return undefined;
  const text = inspect(promise, { ...OPTIONS, depth: 1 });
  const [, name, inner] = CLASS.exec(text) ?? [];
  const thrownAt = placeIn(text);
  const told = name === DOM_EXCEPTION && inner !== undefined ? inner : name;
  return { ...(told === undefined ? {} : { name: told }), ...(thrownAt === undefined ? {} : { thrownAt }) };
}

/** Notes stand within lines, so the line is the user's, whether or not source maps are on. */
function placeIn(text: string): string | undefined {
  for (const [, url = '', line] of text.matchAll(FRAME)) {
    const file = pathOf(url);
    if (file !== undefined && isUserFile(file)) return `${basename(file)}:${line}`;
  }
  return undefined;
}
