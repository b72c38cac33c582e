import type { Diagnosis, FaultGroup } from '../diagnose.js';
import type { Span, TraceModel } from '../model/types.js';

/** Is the span one of those that are asked about? */
export type Part = (span: Span) => boolean;

interface Judged {
  readonly model: TraceModel;
  readonly diagnosis: Diagnosis;
}

/** The model and the diagnosis of some of the spans: judged among all of them, as only so the others can be told from them. */
export function withinPart(part: Part | undefined, model: TraceModel, diagnosis: Diagnosis): Judged {
  if (!part) return { model, diagnosis };
  const groups = diagnosis.groups.flatMap((group) => groupWithin(part, group));
  return { model: modelWithin(part, model), diagnosis: { ...diagnosis, groups } };
}

function groupWithin(part: Part, group: FaultGroup): FaultGroup[] {
  const faults = group.faults.filter(({ span }) => part(span));
  const [told] = faults;
  if (!told) return [];
  const isTold = group.first.span === null || part(group.first.span);
  return [{ ...group, faults, first: isTold ? group.first : told, occurrences: faults.length }];
}

/** Their traces as a whole: whose children they are may be none of them. */
function modelWithin(part: Part, model: TraceModel): TraceModel {
  const traces = model.traces.filter(({ spans }) => spans.some(part));
  const ids = new Set(traces.map(({ id }) => id));
  return {
    ...model,
    spans: model.spans.filter(part),
    traces,
    checkpoints: model.checkpoints.filter(({ traceId }) => ids.has(traceId)),
  };
}
