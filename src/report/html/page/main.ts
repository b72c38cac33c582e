import type { PageData } from '../page-data.js';
import { box, element } from './dom.js';
import { findingDetail } from './finding-detail.js';
import { sidebar } from './sidebar.js';
import { spanDetail } from './span-detail.js';
import { type PageSpan, readSpans } from './spans.js';
import { verdict } from './verdict.js';
import { waterfall } from './waterfall.js';

const data = JSON.parse(document.getElementById('report')?.textContent ?? '{}') as PageData;
const spans = readSpans(data);
const detail = element('aside', { attributes: { 'aria-label': 'Details', 'aria-live': 'polite' } });
const view = waterfall(data, spans, (span) => showSpan(span));
const side = sidebar(data, spans, {
  finding(index) {
    showFinding(index);
    bringIntoSight(detail);
  },
  trace(index) {
    showTrace(index);
    bringIntoSight(view.root);
  },
});
let finding: number | null = null;

/** The file may say where to begin: `#finding-2`. */
function begin(): void {
  const [, wanted] = /^#finding-(\d+)$/.exec(location.hash) ?? [];
  const first = wanted === undefined ? 0 : Number(wanted) - 1;
  if (data.findings[first]) showFinding(first);
  else if (data.traces.length > 0) showTrace(0);
}

function showFinding(index: number): void {
  const one = data.findings[index];
  if (!one) return;
  finding = index;
  const ids = one.span
    ? [one.span.spanId, ...one.spans.map(({ spanId }) => spanId)]
    : one.spans.map(({ spanId }) => spanId);
  const span = ids.map((id) => spans.byId(id)).find((found) => found !== undefined);
  detail.replaceChildren(findingDetail(one, go));
  if (span) view.show(span.trace, span);
  side.mark(index, span?.trace ?? null);
  history.replaceState(null, '', `#finding-${index + 1}`);
}

function showTrace(index: number): void {
  finding = null;
  detail.replaceChildren();
  view.show(index);
  side.mark(null, index);
}

function showSpan(span: PageSpan): void {
  const faults = span.findings.flatMap((index) => data.findings[index] ?? []);
  finding = span.findings[0] ?? null;
  detail.replaceChildren(spanDetail(data, spans, span, go), ...faults.map((one) => findingDetail(one, go)));
  side.mark(finding, span.trace);
}

function go(spanId: string): void {
  const span = spans.byId(spanId);
  if (!span) return;
  view.show(span.trace, span);
  showSpan(span);
}

/** On a narrow screen all stands below each other. */
function bringIntoSight(part: HTMLElement): void {
  if (matchMedia('(max-width: 1100px)').matches) part.scrollIntoView();
}

document.addEventListener('keydown', (event) => {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (typing && event.key === 'Escape') (event.target as HTMLElement).blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') {
    event.preventDefault();
    side.search.focus();
  } else if (event.key === 'n' || event.key === 'p') {
    const next = side.neighbour(event.key === 'n' ? 1 : -1);
    if (next !== null) showFinding(next);
  }
});

/** On paper there is nothing to click: all findings, one after the other. */
const printed = element('section', { className: 'printed' });
addEventListener('beforeprint', () => printed.replaceChildren(...data.findings.map((one) => findingDetail(one, null))));
addEventListener('afterprint', () => printed.replaceChildren());

const keys = element(
  'p',
  { className: 'keys' },
  '/ search · n, p next and previous finding · arrows move in lists and in the trace',
);
document.body.append(
  verdict(data),
  element('main', {}, side.root, box('trace-view', view.root), detail),
  keys,
  printed,
);
begin();
