import type { RecordedTrace } from './recorded-trace.js';

const CODE = 'OTEL_CTX_DOCTOR_SPANS_ONLY';
const told = new Set<string>();

/** What passed with little evidence must not look like what passed with all of it. Once for each reason. */
export function warnOfSpansOnly({ spansOnlyBecause }: RecordedTrace): void {
  if (spansOnlyBecause === null || told.has(spansOnlyBecause)) return;
  told.add(spansOnlyBecause);
  const text = `otel-ctx-doctor judged spans only, so a lost parent may not be found: ${spansOnlyBecause}. --disable-warning=${CODE} hides this.`;
  process.emitWarning(text, { type: 'Warning', code: CODE });
}
