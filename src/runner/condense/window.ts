import { join } from 'node:path';
import { ModelBuilder } from '../../model/build.js';
import { inLane, type Lane, type Span, type Trace, type TraceModel } from '../../model/types.js';
import type {
  ConnectionEvent,
  ReceivedRequestEvent,
  RunEvent,
  SendEvent,
  SentRequestEvent,
  ServedEvent,
  SpawnedEvent,
  TraceEvent,
} from '../../protocol/trace-event.js';
import { eachLine, parsed } from '../../readers/recording.js';

/** A piece of a lane's recording. */
export interface WindowFile {
  readonly name: string;
  /** It may be written anew; else it is only looked at, for what it says of spans in the others. */
  readonly rewrite: boolean;
}

export interface WindowLane {
  readonly name: string;
  readonly run: RunEvent;
  /** In their order. */
  readonly files: readonly WindowFile[];
}

export interface InLane<E> {
  readonly lane: Lane;
  readonly event: E;
  /** It stands in what is only looked at. */
  readonly lookedAt: boolean;
}

/** What stands in a few segments of a recording, and what has to be known to take something out of them. */
export interface Window {
  readonly model: TraceModel;
  readonly lanes: ReadonlyMap<string, Lane>;
  /** By lane and number. */
  spanOf(lane: Lane, number: number): Span | null;
  /** Something of them, or about them, stands in what is only looked at. */
  readonly touched: ReadonlySet<Span>;
  /** They are there only because something refers to them. */
  readonly stubs: ReadonlySet<Trace>;
  /** What both ends of a request call it, `null` where its connection is not known. */
  exchangeOf(lane: Lane, event: SentRequestEvent | ReceivedRequestEvent): string | null;
  /** Spans that were started for a request, and its number. */
  readonly requests: readonly (readonly [span: Span, request: number])[];
  readonly sent: readonly InLane<SentRequestEvent>[];
  readonly received: readonly InLane<ReceivedRequestEvent>[];
  readonly sends: readonly InLane<SendEvent>[];
  readonly served: readonly InLane<ServedEvent>[];
  readonly spawned: readonly InLane<SpawnedEvent>[];
}

/** Reads a window. What it holds in memory is bounded by the size of its files. */
export function readWindow(folder: string, windowLanes: readonly WindowLane[]): Window {
  const builder = new ModelBuilder();
  const lanes = new Map<string, Lane>();
  const sent: InLane<SentRequestEvent>[] = [];
  const received: InLane<ReceivedRequestEvent>[] = [];
  const sends: InLane<SendEvent>[] = [];
  const served: InLane<ServedEvent>[] = [];
  const spawned: InLane<SpawnedEvent>[] = [];
  const numbersLookedAt: [Lane, number][] = [];
  const stubbed: [Lane, number][] = [];
  const requested: [lane: Lane, number: number, request: number][] = [];
  const connections = new Map<string, ConnectionEvent>();
  for (const { name, run, files } of windowLanes) {
    const lane = builder.addLane(run);
    lanes.set(name, lane);
    for (const file of files) {
      eachLine(join(folder, file.name), (line) => {
        const event = parsed(line);
        if (!event || event.t === 'run') return;
        builder.add(lane, event);
        const lookedAt = !file.rewrite;
        if (event.t === 'hs') sent.push({ lane, event, lookedAt });
        else if (event.t === 'hr') received.push({ lane, event, lookedAt });
        else if (event.t === 'send') sends.push({ lane, event, lookedAt });
        else if (event.t === 'served') served.push({ lane, event, lookedAt });
        else if (event.t === 'spawned') spawned.push({ lane, event, lookedAt });
        else if (event.t === 'hc') connections.set(inLane(lane, event.c), event);
        else if (event.t === 's') {
          if (event.stub === 1) stubbed.push([lane, event.q]);
          if (event.rq !== undefined) requested.push([lane, event.q, event.rq]);
        }
        if (lookedAt) noteNumber(event, lane, numbersLookedAt);
      });
    }
  }
  const model = builder.build();
  const spanOf = (lane: Lane, number: number): Span | null => builder.spanOf(lane, number);
  const spansOf = (numbers: readonly [Lane, number][]): Span[] =>
    numbers.flatMap(([lane, number]) => spanOf(lane, number) ?? []);
  return {
    model,
    lanes,
    spanOf,
    touched: new Set(spansOf(numbersLookedAt)),
    stubs: new Set(spansOf(stubbed).map((span) => span.trace)),
    exchangeOf(lane, event) {
      const connection = connections.get(inLane(lane, event.c));
      if (!connection) return null;
      const { own, peer } = connection;
      return event.t === 'hs' ? `${own} ${peer} ${event.i}` : `${peer} ${own} ${event.i}`;
    },
    requests: requested.flatMap(([lane, number, request]) => {
      const span = spanOf(lane, number);
      return span ? [[span, request] as const] : [];
    }),
    sent,
    received,
    sends,
    served,
    spawned,
  };
}

function noteNumber(event: TraceEvent, lane: Lane, numbers: [Lane, number][]): void {
  if ('q' in event && typeof event.q === 'number') numbers.push([lane, event.q]);
}
