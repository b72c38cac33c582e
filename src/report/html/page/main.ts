import type { PageData } from '../page-data.js';
import { element, text } from './dom.js';
import { findingDetail } from './finding-detail.js';
import { duration } from './format.js';
import { sidebar } from './sidebar.js';
import { spanDetail } from './span-detail.js';
import { type PageSpan, readSpans } from './spans.js';
import { themeButton } from './theme-button.js';
import { verdict } from './verdict.js';
import { waterfall } from './waterfall.js';

const data = JSON.parse(document.getElementById('report')?.textContent ?? '{}') as PageData;
const spans = readSpans(data);
const detail = element('aside', { attributes: { 'aria-label': 'Details' }, tabIndex: 0 });
/** What a reader of the screen is told when something else is shown: a sentence, not the page. */
const said = element('p', { className: 'said', attributes: { role: 'status' } });
const view = waterfall(data, spans, showSpan);
const main = element('main', { attributes: { 'aria-label': 'Trace' } }, view.root);
const side = sidebar(data, spans, {
  finding(index) {
    showFinding(index);
    bringIntoSight(detail);
  },
  trace(index) {
    showTrace(index);
    bringIntoSight(main);
  },
  search(wanted) {
    view.mark(wanted);
  },
});

/** The file may say where to begin: `#finding-2`. */
function begin(): void {
  const [, wanted] = /^#finding-(\d+)$/.exec(location.hash) ?? [];
  const first = wanted === undefined ? 0 : Number(wanted) - 1;
  if (data.findings[first]) showFinding(first);
  else if (data.traces.length > 0) showTrace(0);
  else main.replaceChildren(element('p', { className: 'empty' }, 'There is no trace to be shown.'));
  said.textContent = '';
}

function showFinding(index: number): void {
  const one = data.findings[index];
  if (!one) return;
  const ids = [...(one.span ? [one.span.spanId] : []), ...one.spans.map(({ spanId }) => spanId)];
  const span = ids.map((id) => spans.byId(id)).find((found) => found !== undefined);
  detail.replaceChildren(findingDetail(one, go));
  detail.scrollTop = 0;
  if (span) view.show(span.trace, span);
  side.mark(index, span?.trace ?? null);
  said.textContent = `Finding ${index + 1} of ${data.findings.length}: ${one.rule}. ${one.message}`;
  history.replaceState(null, '', `#finding-${index + 1}`);
}

function showTrace(index: number): void {
  view.show(index);
  const [root] = spans.byTrace[index] ?? [];
  detail.replaceChildren(...(root ? [spanDetail(data, spans, root, go)] : []));
  side.mark(null, index);
  said.textContent = `Trace of ${root?.name ?? 'nothing'}, ${duration(root?.durationMs ?? null)}`;
}

function showSpan(span: PageSpan): void {
  const faults = span.findings.flatMap((index) => data.findings[index] ?? []);
  detail.replaceChildren(spanDetail(data, spans, span, go), ...faults.map((one) => findingDetail(one, go)));
  detail.scrollTop = 0;
  side.mark(span.findings[0] ?? null, span.trace);
}

function go(spanId: string): (() => void) | null {
  const span = spans.byId(spanId);
  if (!span) return null;
  return () => {
    view.show(span.trace, span);
    showSpan(span);
    said.textContent = `Span ${span.name}`;
    detail.focus({ preventScroll: true });
  };
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
const printed = element('section', { className: 'printed', attributes: { 'aria-label': 'All findings' } });
addEventListener('beforeprint', () =>
  printed.replaceChildren(element('h2', {}, 'All findings'), ...data.findings.map((one) => findingDetail(one, null))),
);
addEventListener('afterprint', () => printed.replaceChildren());

const keys: readonly (readonly [string, string])[] = [
  ['/', 'search'],
  ['n', 'next finding'],
  ['p', 'previous finding'],
  ['↑ ↓', 'move'],
  ['← →', 'fold and unfold spans'],
];
const head = verdict(data);
head.prepend(themeButton());
document.body.append(
  head,
  element('div', { className: 'panes' }, side.root, main, detail),
  element(
    'footer',
    {},
    ...keys.map(([key, does]) => element('span', {}, element('kbd', {}, key), text('', ` ${does}`))),
  ),
  printed,
  said,
);
begin();
