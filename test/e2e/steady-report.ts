import type { Report } from '../../src/report/report.js';

/** Any port will do. */
const PORT = /\b127\.0\.0\.1:\d+/g;
const API_VERSION = /(@opentelemetry\/api) \d+\.\d+\.\d+/g;

/**
 * The report of a run without what is a matter of chance or of the machine: ids count up, all took a millisecond, and the
 * versions are made up.
 */
export function steadyReport(report: Report): Report {
  const names = idNames(report);
  const steady = mapTexts(report, (text) => {
    const known = names.get(text);
    if (known !== undefined) return known;
    return text
      .replace(/\b(?:[0-9a-f]{32}|[0-9a-f]{16})\b/g, (id) => names.get(id) ?? id)
      .replace(PORT, '127.0.0.1:8080')
      .replace(API_VERSION, '$1 1.9.0')
      .replaceAll(`${process.cwd()}/`, '');
  });
  const processes = [...new Set(steady.traces.flatMap(({ spans }) => spans.map((span) => span.process)))];
  return {
    ...steady,
    tool: { ...steady.tool, version: '0.0.0' },
    runtime: { ...steady.runtime, node: '24.0.0', otelApi: steady.runtime.otelApi.map(() => '1.9.0') },
    outcome: { ...steady.outcome, durationMs: 1_000 },
    traces: steady.traces.map((trace) => ({
      ...trace,
      spans: trace.spans.map((span) => ({
        ...span,
        process: processes.indexOf(span.process) + 1,
        startMs: 0,
        durationMs: span.durationMs === null ? null : 1,
      })),
    })),
  };
}

export const ID_KEYS: Readonly<Record<string, readonly [lead: string, digits: number]>> = {
  traceId: ['trace', 32],
  spanId: ['span', 16],
  parentSpanId: ['span', 16],
};

/** `trace001000…` and `span0001000…`, in the order in which the report has them. */
function idNames(report: Report): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const counts = { trace: 0, span: 0 };
  JSON.stringify(report, (key, value: unknown) => {
    const [lead, digits] = ID_KEYS[key] ?? [];
    if (lead === undefined || digits === undefined || typeof value !== 'string') return value;
    // That there is none is no matter of chance.
    if (names.has(value) || /^0+$/.test(value)) return value;
    const number = lead === 'trace' ? ++counts.trace : ++counts.span;
    names.set(value, `${lead}${String(number).padStart(8 - lead.length, '0')}`.padEnd(digits, '0'));
    return value;
  });
  return names;
}

/** The same with another text in the place of each. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) => (typeof each === 'string' ? change(each) : each)) as T;
}
