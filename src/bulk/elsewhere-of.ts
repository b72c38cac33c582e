import { spanElsewhere } from '../model/build-finished.js';
import type { Elsewhere, Enclosing } from '../model/elsewhere.js';
import type { Span } from '../model/types.js';
import type { FinishedSpan } from '../protocol/finished-span.js';
import { LINK_WORDS } from './encoder.js';
import { ENCLOSED_ROOT, ENCLOSED_WORDS, ENCLOSING_ROW } from './enclosed-roots.js';
import { hex, rowSpan } from './row-span.js';
import type { SpanStore } from './span-store.js';

/** What is known of all spans, for traces of some partitions. */
export function elsewhereOf(store: SpanStore, alone: ReadonlySet<string>, partitions: readonly number[]): Elsewhere {
  const enclosed = new Map<string, { readonly words: Uint32Array; readonly at: number }>();
  const broken = new Set<string>();
  for (const partition of partitions) {
    const words = store.enclosed.read(partition);
    for (let at = 0; at < words.length; at += ENCLOSED_WORDS)
      enclosed.set(keyOf(rowSpan(words.slice(at + ENCLOSED_ROOT, at + ENCLOSING_ROW), 0, store)), { words, at });
    const links = store.broken.read(partition);
    for (let at = 0; at < links.length; at += LINK_WORDS) broken.add(hex(links, at, LINK_WORDS));
  }
  return {
    enclosing: (root) => {
      const found = root.finished && enclosed.get(keyOf(root.finished));
      return found ? enclosingAt(found.words, found.at, root, store) : null;
    },
    isAlone: (likeness) => alone.has(likeness),
    doesMore: (origin) => store.doesMore(origin),
    isBroken: ({ trace }, traceId, spanId) => broken.has(trace.id + traceId + spanId),
  };
}

/** They are of one process, and so of one lane. */
function enclosingAt(words: Uint32Array, at: number, { lane }: Span, store: SpanStore): Enclosing {
  const record = words.slice(at + ENCLOSING_ROW, at + ENCLOSED_WORDS);
  return { first: spanElsewhere(rowSpan(record, 0, store), lane), count: words[at] ?? 0 };
}

/** Tells records apart, also those with one id. */
export function keyOf({ traceId, spanId, name, kind, startMs, endMs }: FinishedSpan): string {
  return [traceId, spanId, kind, startMs, endMs, name].join(' ');
}
