import { withoutAdditions } from '../rewrite/marks.js';
import { replaced, replaceMethod } from './shape.js';

/**
 * Functions are serialised into workers and browsers: their text has to be what it would be without us. `false`: that
 * cannot be had, so no text may be changed.
 */
export function keepOriginalText(): boolean {
  return replaceMethod(Function.prototype, 'toString', (original) => {
    return function originalText(this: object) {
      const replacedBy = typeof this === 'function' ? replaced(this) : undefined;
      return withoutAdditions(original.call(replacedBy ?? this));
    };
  });
}
