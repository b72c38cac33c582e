import type { LeftOut, Overview } from '../clickhouse/overview.js';
import type { Selection } from '../clickhouse/selection.js';
import { ARRIVES_WITHIN_MINUTES } from '../clickhouse/where.js';
import { counted } from '../model/questions/counted.js';
import type { FinishedSpan } from '../protocol/finished-span.js';
import type { ChosenSpans } from './judge-spans.js';

interface Choice {
  readonly selection: Selection;
  readonly overview: Overview;
  readonly leftOut: LeftOut;
}

/** What is told of spans that came back from a database, and of those that did not. */
export function chosenSpans(
  spans: readonly FinishedSpan[],
  { selection, overview, leftOut }: Choice,
): Omit<ChosenSpans, 'rules'> {
  const inWindow = spans.filter((span) => isIn(selection, span));
  const traces = new Set(inWindow.map(({ traceId }) => traceId)).size;
  const roots = inWindow.reduce((sum, { parentId }) => sum + (parentId === null ? 1 : 0), 0);
  return {
    left: {
      spans: overview.spans - inWindow.length,
      traces: overview.traces - traces,
      roots: overview.roots - roots,
    },
    processes: overview.processes,
    setup: [
      `${counted(overview.spans, 'span')} of ${counted(overview.traces, 'trace')} were looked at in the database, and ${spans.length} of them, of ${counted(traces, 'trace')}, came back to be judged`,
      ...chosenBy(selection),
      ...(leftOut.arriving > 0
        ? [
            `${counted(leftOut.arriving, 'trace')} with spans of the last ${ARRIVES_WITHIN_MINUTES} minutes ${leftOut.arriving === 1 ? 'was' : 'were'} left out, as more spans may be on their way: --until now takes what is there`,
          ]
        : []),
      'the table holds no flags of OTLP: whether a parent was remote is taken from the kind of the span',
    ],
  };
}

function chosenBy({ since, until, services, sample }: Selection): string[] {
  const said = [
    ...(since ? [`since ${since.toISOString()}`] : []),
    ...(until ? [`until ${until.toISOString()}`] : []),
    ...(services.length > 0 ? [`with spans of ${services.join(', ')}`] : []),
    ...(sample < 1 ? [`a sample of ${sample * 100} %`] : []),
  ];
  return said.length === 0 ? [] : [`traces ${said.join(', ')}; those that reach over the edge are judged whole`];
}

function isIn({ since, until }: Selection, { startMs }: FinishedSpan): boolean {
  const start = startMs ?? 0;
  return (since === null || start >= since.getTime()) && (until === null || start < until.getTime());
}
