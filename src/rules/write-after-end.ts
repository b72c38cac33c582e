import type { LateWrite } from '../model/types.js';
import { type BoundaryText, defineRule, type Fault, type FaultStatement } from './define-rule.js';

export const writeAfterEnd = defineRule({
  id: 'write-after-end',
  severity: 'warning',
  title: 'a span that was written to, or ended again, after its end',
  why: 'What is written to a span after its end is lost: it has been handed to the exporter, or has long left. The SDK says so to nobody but the diagnostics logger, which is off by default. And where a span ends before the work is done, its duration is wrong as well.',
  needsWitnesses: false,
  missedAt: { none: 'only the recorder tells what was written too late' },
  judge: ({ model }) => model.lateWrites.flatMap((write) => faultOf(write) ?? []),
  message: ({ span, late }) =>
    late === 'end'
      ? `"${span.name}" was ended again after it had ended.`
      : `${late}() came after "${span.name}" had ended, and was lost.`,
  fix: ({ late }, text) => (late === 'end' ? endOnce(text) : writeFirst(text)),
});

function endOnce(text: BoundaryText): ReturnType<typeof writeFirst> {
  return {
    summary:
      'The second end() does nothing. Where it is meant as a safeguard (two listeners, of which either may come first), ask span.isRecording() before. Else end the span at one place only: in a finally block, which is passed whether the work succeeds, returns early or throws.',
    snippet: `try {\n  // … the work, without end()\n} finally {\n  ${spanIn(text)}.end();\n}`,
  };
}

function writeFirst(text: BoundaryText): { summary: string; snippet: string } {
  const { line } = text;
  const whole = /\)\s*;?\s*$/.test(line) ? line.trim() : `${spanIn(text)}.${line.slice(text.column).trim()}`;
  return {
    summary:
      'Write to the span before it ends: move this in front of end(), or end() behind the work that this belongs to. What comes to be known only later belongs to a span of its own.',
    snippet: `${line === '' ? '// … what is written' : whole}\n${spanIn(text)}.end(); // after it`,
  };
}

/** What the user's line calls the span: what stands in front of the method. */
function spanIn({ line, column }: BoundaryText): string {
  return /([\w$.#]+)\s*[?!]?\.\s*$/.exec(line.slice(0, column))?.[1] ?? 'span';
}

/** All that is written to one span too late has the same cause: it ended too early. */
function faultOf({ span, method, stack: [frame] }: LateWrite): Fault | null {
  if (!span.sampled || !frame) return null;
  return {
    span,
    // The API lets a span be ended twice: the first end counts, and nothing is lost.
    severity: method === 'end' ? 'info' : 'warning',
    confidence: 'certain',
    mechanism: 'unknown',
    expectedParent: span.parent,
    boundary: { frame },
    statements: [
      { witness: 'spans', statement: `${method}() was called here on a span that had ended` },
      ...endOf(span),
    ],
    incident: `late ${span.index}`,
    contexts: [],
    late: method,
  };
}

function endOf({ site, endSite }: LateWrite['span']): FaultStatement[] {
  // Of a library's span the place would be that of whatever `end` the user called last.
  if (site === null || endSite === null) return [];
  return [{ witness: 'spans', statement: 'it was ended', at: { site: endSite } }];
}
