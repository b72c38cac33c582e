import type { Evidence } from '../evidence/evidence.js';
import type { Elsewhere } from '../model/elsewhere.js';
import { isWhole } from '../model/questions/is-whole.js';
import { serviceOf } from '../model/questions/service-of.js';
import type { Span, Trace, TraceModel } from '../model/types.js';
import { defineRule, type Fault } from './define-rule.js';
import { finishedFault } from './finished-fault.js';

export const brokenLink = defineRule({
  id: 'broken-link',
  severity: 'info',
  title: 'a link to a span that is not in its trace',
  why: 'A link says where a piece of work came from. One that leads nowhere says it to nobody: the span was dropped, or never was.',
  needsWitnesses: false,
  onlyFinished: true,
  judge: ({ model }: Evidence) => brokenLinks(model),
  message: ({ span, detail }) =>
    `"${span.name}" of ${serviceOf(span)} is linked to span ${detail}, whose trace is there without it.`,
  fix: () => ({
    summary:
      'Take the span context of what is linked while that span is there, and look whether it was ended, sampled and exported.',
    snippet: null,
  }),
});

/** Silent about traces that are not here, or only in part: what is linked may lie where the rest lies. */
function brokenLinks({ spans, traces, elsewhere }: TraceModel): Fault[] {
  const isBroken = elsewhere ? elsewhere.isBroken : brokenIn(spans, traces);
  return spans.flatMap((span) => {
    const broken = span.links.find(([traceId, spanId]) => isBroken(span, traceId, spanId));
    return broken ? [faultOf(span, broken[1])] : [];
  });
}

function brokenIn(spans: readonly Span[], traces: readonly Trace[]): Elsewhere['isBroken'] {
  const linked = new Set(spans.flatMap(({ links }) => links.map(([traceId]) => traceId)));
  const ids = new Map(
    traces.filter(({ id }) => linked.has(id)).map((trace) => [trace.id, isWhole(trace) ? idsOf(trace) : null]),
  );
  return (_, traceId, spanId) => ids.get(traceId)?.has(spanId) === false;
}

function idsOf({ spans }: Trace): ReadonlySet<string> {
  return new Set(spans.map(({ id }) => id));
}

function faultOf(span: Span, linkedId: string): Fault {
  return finishedFault(span, { severity: 'info', confidence: 'likely', detail: linkedId });
}
