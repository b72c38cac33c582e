import { withoutAdditions } from '../rewrite/marks.js';
import { replaced, replaceMethod } from './shape.js';

/** Functions are serialised into workers and browsers: their text has to be what it would be without us. */
export function keepOriginalText(): void {
  replaceMethod(Function.prototype, 'toString', (original) => {
    return function originalText(this: object) {
      const replacedBy = typeof this === 'function' ? replaced(this) : undefined;
      return withoutAdditions(original.call(replacedBy ?? this));
    };
  });
}
