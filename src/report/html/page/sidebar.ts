import type { PageData } from '../page-data.js';
import { box, button, element, text } from './dom.js';
import { count, duration, place } from './format.js';
import { ruleFilter } from './rule-filter.js';
import { searchTexts } from './search-texts.js';
import type { Spans } from './spans.js';
import { virtualList } from './virtual-list.js';

const TRACE_ROW_PX = 46;

export interface Sidebar {
  readonly root: HTMLElement;
  readonly search: HTMLInputElement;
  /** Marks what is shown. */
  mark(finding: number | null, trace: number | null): void;
  /** The finding that comes so many after the one that is shown, of those that are listed. */
  neighbour(step: number): number | null;
}

export interface Chosen {
  finding(index: number): void;
  trace(index: number): void;
  /** In small letters. */
  search(wanted: string): void;
}

/** Findings and traces, to look for and to choose from. */
export function sidebar(data: PageData, spans: Spans, chosen: Chosen): Sidebar {
  const search = element('input', {
    id: 'search',
    attributes: { type: 'search', placeholder: 'Search ( / )', 'aria-label': 'Search findings, spans and trace ids' },
  });
  const rule = ruleFilter(data);
  const findingsHeading = element('h2');
  const tracesHeading = element('h2');
  const items = data.findings.map((_, index) => findingItem(data, index, () => chosen.finding(index)));
  const findings = element('ul', { className: 'findings' }, ...items.map((item) => element('li', {}, item)));
  const traces = element('div', {
    className: 'traces',
    tabIndex: -1,
    attributes: { role: 'group', 'aria-label': 'Traces' },
  });
  const nothing = element('p', { className: 'note', hidden: true }, 'Nothing fits the search.');
  const headings = { attributes: { role: 'status' } };
  const root = element(
    'nav',
    { attributes: { 'aria-label': 'Findings and traces' } },
    box('filters', search, rule),
    element('div', headings, findingsHeading),
    findings,
    element('div', headings, tracesHeading),
    nothing,
    traces,
  );
  const texts = searchTexts(data, spans);
  let shownFinding: number | null = null;
  let shownTrace: number | null = null;
  let listedFindings: readonly number[] = [];
  let listedTraces: readonly number[] = [];
  const list = virtualList(traces, TRACE_ROW_PX, (row) => traceItem(listedTraces[row] ?? 0));

  function traceItem(index: number): HTMLElement {
    const all = spans.byTrace[index] ?? [];
    const faults = new Set(all.flatMap((span) => span.findings)).size;
    const [first] = all;
    const sub = [count(all.length, 'span'), duration(first?.durationMs ?? null)];
    const item = button(
      'item trace',
      () => chosen.trace(index),
      text('title', first?.name || '(no name)'),
      box('sub', sub.join(', '), ...(faults > 0 ? [' ', text('faults', count(faults, 'finding'))] : [])),
    );
    if (index === shownTrace) item.setAttribute('aria-current', 'true');
    return item;
  }

  function filter(): void {
    const wanted = search.value.trim().toLowerCase();
    const fits = (id: string | undefined): boolean => rule.value === '' || rule.value === id;
    listedFindings = data.findings.flatMap((finding, index) =>
      fits(finding.rule) && texts.finding(index).includes(wanted) ? [index] : [],
    );
    listedTraces = data.traces.flatMap((_, index) => {
      const isOfRule =
        rule.value === '' ||
        spans.byTrace[index]?.some((span) => span.findings.some((one) => fits(data.findings[one]?.rule)));
      return isOfRule && texts.trace(index).includes(wanted) ? [index] : [];
    });
    const listed = new Set(listedFindings);
    for (const [index, item] of items.entries()) if (item.parentElement) item.parentElement.hidden = !listed.has(index);
    findingsHeading.textContent = count(listedFindings.length, 'finding');
    tracesHeading.textContent = count(listedTraces.length, 'trace');
    const isAll = wanted === '' && rule.value === '';
    nothing.hidden = isAll || listedFindings.length + listedTraces.length > 0;
    list.show(listedTraces.length);
    chosen.search(wanted);
  }

  search.addEventListener('input', filter);
  search.addEventListener('keydown', ({ key }) => {
    const [finding] = listedFindings;
    const [trace] = listedTraces;
    if (key !== 'Enter') return;
    if (finding !== undefined) chosen.finding(finding);
    else if (trace !== undefined) chosen.trace(trace);
  });
  rule.addEventListener('change', filter);
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const step = event.key === 'ArrowDown' ? 1 : -1;
    const row = list.focused();
    const shown = listedFindings.map((index) => items[index]);
    const at = shown.indexOf(document.activeElement as HTMLButtonElement);
    if (row === -1 && at === -1) return;
    event.preventDefault();
    if (row > 0 || (row === 0 && step === 1)) list.focus(row + step);
    else if (row === 0) shown.at(-1)?.focus();
    else if (at === shown.length - 1 && step === 1) list.focus(0);
    else shown[at + step]?.focus();
  });
  filter();

  return {
    root,
    search,
    mark(finding, trace) {
      shownFinding = finding;
      shownTrace = trace;
      for (const [index, item] of items.entries()) {
        if (index === finding) item.setAttribute('aria-current', 'true');
        else item.removeAttribute('aria-current');
      }
      if (finding !== null) items[finding]?.scrollIntoView({ block: 'nearest' });
      list.show(listedTraces.length, true);
      const row = trace === null ? -1 : listedTraces.indexOf(trace);
      if (row >= 0) list.scrollTo(row);
    },
    neighbour(step) {
      const at = shownFinding === null ? -1 : listedFindings.indexOf(shownFinding);
      return listedFindings[at < 0 ? 0 : at + step] ?? null;
    },
  };
}

function findingItem(data: PageData, index: number, onclick: () => void): HTMLButtonElement {
  const { severity, rule, message, occurrences, cause, span } = data.findings[index] ?? {};
  const at = cause?.boundary ?? span?.location ?? null;
  const times = (occurrences ?? 1) > 1 ? `${occurrences?.toLocaleString('en')} times` : null;
  return button(
    'item finding',
    onclick,
    box('kicker', text(`badge ${severity}`, severity ?? ''), text('rule', rule ?? '')),
    text('title', message ?? ''),
    text('sub', [at && place(at), times].filter(Boolean).join(', ')),
  );
}
