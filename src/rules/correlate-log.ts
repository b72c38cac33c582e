import type { Fix } from '../finding.js';
import { callAt } from '../source/call-at.js';
import { textOf } from '../source/text-of.js';
import { unwrapped } from '../source/tree.js';
import type { BoundaryText } from './define-rule.js';

/** What has to be added where the logger is made, which nobody knows here; its name is known. */
export function correlateLog({ code }: BoundaryText): Fix {
  const logger = code && loggerIn(code);
  return {
    summary: `Have each line say its trace: the instrumentation of the logger does that (@opentelemetry/instrumentation-pino, -winston or -bunyan, enabled before the logger is loaded). By hand, where ${logger ? `\`${logger}\`` : 'the logger'} is made: pino takes these fields from \`mixin\`, winston from a format.`,
    snippet: [
      'const traceFields = () => {',
      '  const span = trace.getActiveSpan()?.spanContext();',
      '  return span ? { trace_id: span.traceId, span_id: span.spanId } : {};',
      '};',
    ].join('\n'),
  };
}

/** The `log` of `log.info(…)`. */
function loggerIn(code: NonNullable<BoundaryText['code']>): string | null {
  const call = callAt(code);
  const callee = call && unwrapped(call.callee);
  return callee?.type === 'MemberExpression' ? textOf(code.source, callee.object) : null;
}
