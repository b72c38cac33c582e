import { withoutNumbers } from '../../protocol/without-numbers.js';
import type { Span } from '../types.js';

/** What the names of its like have in common: numbers in names are ids. */
export function namePattern({ name }: Pick<Span, 'name'>): string {
  return withoutNumbers(name);
}
