import type { BoundaryText } from '../../src/rules/define-rule.js';

/** The source could not be read. */
export const NO_TEXT: BoundaryText = { line: '', column: 0, block: [], literal: null, async: false };

/** A boundary that hands a callback over. */
export const TEXT_OF_CALLBACK: BoundaryText = {
  line: '    pool.acquire(() => {',
  column: 9,
  block: ['    pool.acquire(() => {', '      query();', '    });'],
  literal: { from: { line: 0, column: 17 }, to: { line: 2, column: 5 } },
  async: true,
};

/** A boundary that starts a span. */
export const TEXT_OF_START: BoundaryText = textOf("    const request = tracer.startSpan('request');");

/** A boundary of one line of an async function that hands nothing over; it stands on the first name that is called. */
export function textOf(line: string): BoundaryText {
  return { line, column: line.search(/\w+\(/), block: [line], literal: null, async: true };
}
