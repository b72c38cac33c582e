import type { BoundaryText } from '../../src/rules/define-rule.js';
import { callAt } from '../../src/source/call-at.js';
import { parseSource } from '../../src/source/parse-source.js';
import { isFunctionNode, unwrapped } from '../../src/source/tree.js';

/** The source could not be read. */
export const NO_TEXT: BoundaryText = {
  line: '',
  column: 0,
  async: false,
  code: null,
  startedAt: null,
  started: null,
  packageName: null,
};

/** A boundary that hands a callback over. */
export const TEXT_OF_CALLBACK: BoundaryText = textAt('    pool.¶acquire(() => {\n      query();\n    });');

/** A boundary that starts a span. */
export const TEXT_OF_START: BoundaryText = textAt(
  "async function handle() {\n  const request = tracer.¶startSpan('request');\n  await load();\n}",
);

/** A boundary of one line that hands nothing over; it stands on the first name that is called. */
export function textOf(line: string): BoundaryText {
  const at = line.search(/\w+\(/);
  return at === -1 ? { ...NO_TEXT, line } : textAt(`${line.slice(0, at)}¶${line.slice(at)}`);
}

/** The boundary stands at `¶`, which is no part of the source. */
export function textAt(marked: string, file = 'app.mts'): BoundaryText {
  const offset = marked.indexOf('¶');
  const text = marked.replace('¶', '');
  const source = parseSource(text, file);
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(start).split('\n')[0] ?? '';
  const call = source && callAt({ source, offset });
  const handed = call?.arguments.map(unwrapped).find(isFunctionNode) ?? null;
  return {
    ...NO_TEXT,
    line,
    column: offset - start,
    async: true,
    code: source && { source, offset, handed, start: null },
  };
}
