import type { Registration } from '../model/types.js';

/** `the tracer provider (NodeTracerProvider) was registered`, to be gone on with. */
export function registrationText({ className }: Registration): string {
  return `the tracer provider${className === null ? '' : ` (${className})`} was registered`;
}
