import type { BoundaryText } from '../../src/rules/define-rule.js';

/** The source could not be read. */
export const NO_TEXT: BoundaryText = { line: '', block: [''], literal: null };

/** A boundary that hands a callback over. */
export const TEXT_OF_CALLBACK: BoundaryText = {
  line: '    pool.acquire(() => {',
  block: ['    pool.acquire(() => {', '      query();', '    });'],
  literal: { from: { line: 0, column: 17 }, to: { line: 2, column: 5 } },
};

/** A boundary that starts a span. */
export const TEXT_OF_START: BoundaryText = textOf("    const request = tracer.startSpan('request');");

/** A boundary of one line that hands nothing over. */
export function textOf(line: string): BoundaryText {
  return { line, block: [line], literal: null };
}
