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
  // Whose child it should have been may tell whose it is: a thread that got no context has traces of its own.
  const faults = group.faults.filter(
    ({ span, expectedParent }) => part(span) || (expectedParent && part(expectedParent)),
  );
  const [told] = faults;
  if (!told) return [];
  const first = group.first.span === null ? group.first : told;
  return [{ ...group, faults, first, occurrences: faults.length }];
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
