import type { Evidence } from '../evidence/evidence.js';
import { namePattern } from '../model/questions/name-pattern.js';
import { hasEnded } from '../model/questions/order.js';
import type { Lane, Span, TraceModel } from '../model/types.js';
import { INTERNAL } from '../model/span-kind.js';
import { otelName } from '../source/otel-name.js';
import { pathTo } from '../source/tree.js';
import { withImports } from './code-fix.js';
import { defineRule, type Fault, type OptionValues, type RuleOption } from './define-rule.js';
import { optionValue } from './option-value.js';

const MAX_CHILDREN: RuleOption = {
  name: 'maxChildren',
  default: 1000,
  unit: 'spans',
  reason:
    'fan-outs of some hundred calls are ordinary work; nobody reads a thousand bars of one kind, and the queue of a batch processor holds 2048 spans',
};

const WITHIN_SECONDS: RuleOption = {
  name: 'withinSeconds',
  default: 60,
  unit: 's',
  reason: 'what polls under a span that stays open comes to as many in hours, and floods nobody',
};

export const spanFlood = defineRule({
  id: 'span-flood',
  severity: 'warning',
  title: 'a span for each turn of a loop, without bound',
  why: 'A span for each item makes traces that grow with the data: backends cut or refuse them, queues overflow and drop spans of others, and what a span costs is paid for each item. The one slow item is not found among thousands of bars.',
  needsWitnesses: false,
  missedAt: { none: 'only the recorder tells which spans the user starts, and which a library' },
  options: [MAX_CHILDREN, WITHIN_SECONDS],
  judge: (evidence, options) => floods(evidence, options),
  message: ({ span, count }) =>
    `"${span.name}" is one of ${count} spans that were started at the same place under one "${span.parent?.name}".`,
  fix: ({ span }, { code }) => {
    const trace = code && otelName(code.source, pathTo(code.source, code.offset), 'trace');
    return {
      summary: withImports(ONE_SPAN, trace ? [trace] : []),
      snippet: `// once, behind the loop\n${trace?.text ?? 'trace'}.getActiveSpan()?.setAttribute('${attributeName(span.name)}.count', count);`,
    };
  },
});

const ONE_SPAN =
  'Have one span for the whole loop, and tell of its turns what you want to know: their number as an attribute, single ones (the slow, the failed) as span events, durations as a histogram. Or take the items in batches, with a span for each batch.';

/** `resize image 17` as a part of an attribute's name: `resize_image`. */
function attributeName(name: string): string {
  const words = name.toLowerCase().match(/[a-z]+/g);
  return words?.join('_') ?? 'items';
}

/** The first span of each place that floods a parent. Places under one parent are one incident: the turns of one loop. */
function floods({ model }: Evidence, options: OptionValues | undefined): Fault[] {
  const most = optionValue(MAX_CHILDREN, options);
  const withinMs = optionValue(WITHIN_SECONDS, options) * 1000;
  const crowded = crowdedParents(model.spans, most);
  const exported = exportedAtLeast(model);
  const places = new Map<string, Span[]>();
  for (const span of model.spans) {
    if (!crowded(span)) continue;
    const key = `${span.parent?.index}\n${span.lane.index}\n${span.site}\n${namePattern(span)}`;
    const place = places.get(key);
    if (place) place.push(span);
    else places.set(key, [span]);
  }
  return [...places.values()].flatMap((spans) => {
    const [first] = spans;
    return first && isFlood(spans, most, withinMs) && exported(spans) > most ? [faultOf(first, spans.length)] : [];
  });
}

function isFlood(spans: readonly Span[], most: number, withinMs: number): boolean {
  return spans.some(({ startMs }, index) => {
    const later = spans[index + most];
    return later !== undefined && later.startMs - startMs <= withinMs;
  });
}

/** How many of some spans of a lane did go to an exporter, if all that a filter left out were among them. */
function exportedAtLeast({ spans, pipelines }: TraceModel): (some: readonly Span[]) => number {
  let ended: ReadonlyMap<Lane, number> | undefined;
  return (some) => {
    const lane = some[0]?.lane;
    const got = pipelines.filter((one) => one.lane === lane).map((one) => one.got ?? Number.POSITIVE_INFINITY);
    if (!lane || got.length === 0) return some.length;
    ended ??= endedByLane(spans);
    return some.length - Math.max(0, (ended.get(lane) ?? 0) - Math.max(...got));
  };
}

function endedByLane(spans: readonly Span[]): ReadonlyMap<Lane, number> {
  const ended = new Map<Lane, number>();
  for (const span of spans) if (span.sampled && hasEnded(span)) ended.set(span.lane, (ended.get(span.lane) ?? 0) + 1);
  return ended;
}

/** Counted first: of most parents nothing more has to be kept. */
function crowdedParents(spans: readonly Span[], most: number): (span: Span) => boolean {
  const children = new Uint32Array(spans.length);
  for (const span of spans) if (span.parent && counts(span)) children[span.parent.index] = childrenOf(span.parent) + 1;
  return (span) => span.parent !== null && counts(span) && childrenOf(span.parent) > most;

  function childrenOf({ index }: Span): number {
    return children[index] ?? 0;
  }
}

/**
 * What a library starts for each of its calls is not the user's to change, and what is not exported floods nobody. Other
 * kinds stand for an exchange with somebody, which has a span of its own by convention.
 */
function counts({ kind, site, sampled }: Span): boolean {
  return kind === INTERNAL && site !== null && sampled;
}

function faultOf(span: Span, count: number): Fault {
  return {
    span,
    severity: 'warning',
    confidence: 'certain',
    mechanism: 'unknown',
    expectedParent: span.parent,
    boundary: span.site === null ? null : { site: span.site },
    statements: [
      {
        witness: 'spans',
        statement: `${count} spans with names like this were started here under "${span.parent?.name}"`,
      },
    ],
    incident: `flood ${span.parent?.index}`,
    contexts: [],
    count,
  };
}
