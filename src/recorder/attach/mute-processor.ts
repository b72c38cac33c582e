import { replaceMethod } from '../shape.js';
import type { SpanProcessor } from './find-exporters.js';

/** It calls an exporter, or another processor. */
const HANDS_ON = /\.(?:export|onEnd)\s*\(/;

const textOf = Function.prototype.toString;

/**
 * `--no-export`: a processor that hands spans on to something that nobody else can see, in a private field or a closure,
 * gets none. `false`: it hands nothing on.
 */
export function muteProcessor(processor: SpanProcessor): boolean {
  if (!codeOf(processor).some((text) => HANDS_ON.test(text))) return false;
  return replaceMethod(processor, 'onEnd', () => function muted() {});
}

/** The text of its `onEnd`, and of its classes. */
function codeOf(processor: SpanProcessor): string[] {
  const code = [textOf.call(processor.onEnd)];
  for (let owner: object | null = processor; owner; owner = Object.getPrototypeOf(owner)) {
    const own: unknown = Object.getOwnPropertyDescriptor(owner, 'constructor')?.value;
    if (typeof own === 'function' && own !== Object) code.push(textOf.call(own));
  }
  return code;
}
