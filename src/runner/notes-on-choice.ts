import type { LeftOut, Overview } from '../clickhouse/overview.js';
import type { Selection } from '../clickhouse/selection.js';
import { ARRIVES_WITHIN_MINUTES } from '../clickhouse/where.js';
import { counted } from '../model/questions/counted.js';
import type { CameBack } from './came-back.js';

/** What the report says of spans that were chosen in a database. */
export function notesOnChoice(
  selection: Selection,
  { spans, traces }: Overview,
  { arriving }: LeftOut,
  cameBack: Pick<CameBack, 'spans' | 'traces'>,
): string[] {
  return [
    `${counted(spans, 'span')} of ${counted(traces, 'trace')} were looked at in the database, and ${cameBack.spans} of them, of ${counted(cameBack.traces, 'trace')}, came back to be judged`,
    ...chosenBy(selection),
    ...(arriving > 0
      ? [
          `${counted(arriving, 'trace')} with spans of the last ${ARRIVES_WITHIN_MINUTES} minutes ${arriving === 1 ? 'was' : 'were'} left out, as more spans may be on their way: --until now takes what is there`,
        ]
      : []),
    'the table holds no flags of OTLP: whether a parent was remote is taken from the kind of the span',
  ];
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
