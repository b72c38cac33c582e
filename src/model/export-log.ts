import type { ProcessorEvent, RawFrame, UnexportedEvent } from '../protocol/trace-event.js';
import { inLane, type Lane, type Span } from './types.js';

/** A span processor of the app's with an exporter behind it, and what of its spans was not exported. */
export interface ExportPipeline {
  readonly lane: Lane;
  /** Names of their classes. */
  readonly processor: string;
  readonly exporter: string;
  /** How many spans it exports at once, and after how many milliseconds; `null` where it does not say. */
  readonly batchSize: number | null;
  readonly delayMs: number | null;
  /** Where it was registered, innermost user frame first. */
  readonly stack: readonly RawFrame[];
  readonly dropped: readonly Span[];
  /** In its queue when the program left. */
  readonly waiting: readonly Span[];
  /** On their way when the program left. */
  readonly sent: readonly Span[];
  /** What its queue held when it was full, and what it would have had to hold to drop none. 0 where nothing was dropped. */
  readonly limit: number;
  readonly needed: number;
  /** How many sampled spans it got; `null`: all, as far as anybody knows. */
  readonly got: number | null;
}

interface Noted extends ExportPipeline {
  readonly ids: Record<UnexportedEvent['why'], string[]>;
  choosy: boolean;
  limit: number;
  needed: number;
  got: number | null;
}

/** Puts together what became of the spans that the app's own processors got. */
export class ExportLog {
  readonly #pipelines = new Map<string, Noted>();

  processor(lane: Lane, { x, by: [processor, exporter], size, delay, st, choosy, got }: ProcessorEvent): void {
    const key = inLane(lane, x);
    const known = this.#pipelines.get(key);
    if (known) {
      known.choosy ||= choosy === 1;
      known.got = got ?? known.got;
      return;
    }
    this.#pipelines.set(key, {
      lane,
      processor,
      exporter,
      batchSize: size ?? null,
      delayMs: delay ?? null,
      stack: st ?? [],
      dropped: [],
      waiting: [],
      sent: [],
      ids: { dropped: [], waiting: [], sent: [] },
      choosy: choosy === 1,
      limit: 0,
      needed: 0,
      got: got ?? null,
    });
  }

  unexported(lane: Lane, { x, why, ids, limit = 0, needed = 0 }: UnexportedEvent): void {
    const pipeline = this.#pipelines.get(inLane(lane, x));
    if (!pipeline) return;
    pipeline.ids[why].push(...ids);
    pipeline.limit = Math.max(pipeline.limit, limit);
    pipeline.needed = Math.max(pipeline.needed, needed);
  }

  /** With the spans that are meant. One that chooses what it exports has dropped nothing. */
  resolved(spans: readonly Span[]): ExportPipeline[] {
    const pipelines = [...this.#pipelines.values()];
    const lanes = new Set(
      pipelines.filter(({ ids }) => Object.values(ids).some(({ length }) => length > 0)).map(({ lane }) => lane),
    );
    const byId = new Map<string, Span>();
    if (lanes.size > 0) for (const span of spans) if (lanes.has(span.lane)) byId.set(key(span.lane, span.id), span);
    return pipelines.map(({ ids, choosy, ...pipeline }) => {
      const named = (which: readonly string[]): Span[] => which.flatMap((id) => byId.get(key(pipeline.lane, id)) ?? []);
      return {
        ...pipeline,
        dropped: choosy ? [] : named(ids.dropped),
        waiting: named(ids.waiting),
        sent: named(ids.sent),
      };
    });
  }
}

function key(lane: Lane, id: string): string {
  return `${lane.index}:${id}`;
}
