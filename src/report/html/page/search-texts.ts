import type { PageData } from '../page-data.js';
import type { Spans } from './spans.js';

/** What findings and traces are found by, in small letters. */
export interface SearchTexts {
  finding(index: number): string;
  trace(index: number): string;
}

/** Are made when they are first asked for: who never searches never waits for them. */
export function searchTexts({ findings, traces }: PageData, spans: Spans): SearchTexts {
  const ofFinding = new Map<number, string>();
  const ofTrace = new Map<number, string>();
  return {
    finding: (index) =>
      kept(ofFinding, index, () => {
        const { rule, message, cause, span, spans: others = [] } = findings[index] ?? {};
        const { boundary, mechanism } = cause ?? {};
        const places = [boundary?.file, boundary?.function, span?.location?.file];
        return [rule, message, mechanism, ...places, ...others.map(({ name }) => name)];
      }),
    trace: (index) =>
      kept(ofTrace, index, () => {
        const all = spans.byTrace[index] ?? [];
        return [traces[index]?.traceId, ...new Set(all.map(({ name }) => name)), ...all.map(({ spanId }) => spanId)];
      }),
  };
}

function kept(known: Map<number, string>, index: number, make: () => readonly (string | null | undefined)[]): string {
  let text = known.get(index);
  if (text === undefined) {
    text = make().join('\n').toLowerCase();
    known.set(index, text);
  }
  return text;
}
