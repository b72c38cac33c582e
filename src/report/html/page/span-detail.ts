import type { PageData } from '../page-data.js';
import { box, button, element } from './dom.js';
import type { Go } from './finding-detail.js';
import { duration } from './format.js';
import { laneName } from './lanes.js';
import type { PageSpan, Spans } from './spans.js';

/** All that is known of a span, its findings aside. */
export function spanDetail(data: PageData, spans: Spans, span: PageSpan, go: Go): HTMLElement {
  const list = element('dl');
  const add = (name: string, value: string | Node | null): void => {
    if (value !== null) list.append(element('dt', {}, name), element('dd', {}, value));
  };
  const link = (spanId: string): string | Node => {
    const show = go(spanId);
    return show ? button('link', show, spans.byId(spanId)?.name || '(no name)') : spanId;
  };
  add('span id', span.spanId);
  add('kind', span.kind);
  add('status', span.status);
  add('took', duration(span.durationMs));
  add('ran in', laneName(data, span.lane));
  add('parent', span.parentSpanId === null ? 'none' : link(span.parentSpanId));
  if (span.expected !== undefined)
    add('should be under', span.expected === null ? 'nothing: a root' : link(span.expected));
  for (const [name, value] of Object.entries(span.attributes ?? {})) add(name, String(value));
  return box('span-detail', element('h3', {}, span.name || '(no name)'), list);
}
