import type { PageData } from '../page-data.js';
import { box, button, element, text } from './dom.js';
import { count, duration, place } from './format.js';
import type { Spans } from './spans.js';
import { virtualList } from './virtual-list.js';

const TRACE_ROW_PX = 46;
const ALL = '';

export interface Sidebar {
  readonly root: HTMLElement;
  readonly search: HTMLInputElement;
  /** Marks what is shown. */
  mark(finding: number | null, trace: number | null): void;
  /** The finding that comes so many after the one that is shown, of those that are listed. */
  neighbour(step: number): number | null;
}

/** Findings and traces, to look for and to choose from. */
export function sidebar(
  data: PageData,
  spans: Spans,
  chosen: { finding(index: number): void; trace(index: number): void },
): Sidebar {
  const search = element('input', {
    id: 'search',
    attributes: { type: 'search', placeholder: 'Search  ( / )', 'aria-label': 'Search findings and traces' },
  });
  const rule = element('select', { id: 'rule', attributes: { 'aria-label': 'Only this rule' } });
  for (const [id, label] of rulesOf(data)) rule.append(element('option', { attributes: { value: id } }, label));
  const findings = element('ul', { className: 'findings' });
  const findingsHeading = element('h2');
  const tracesHeading = element('h2');
  const traces = element('div', { className: 'traces', tabIndex: -1 });
  const root = element(
    'nav',
    { attributes: { 'aria-label': 'Findings and traces' } },
    box('filters', search, rule),
    findingsHeading,
    findings,
    tracesHeading,
    traces,
  );
  const haystacks = data.traces.map(({ traceId }, index) =>
    [traceId, ...(spans.byTrace[index] ?? []).map(({ name }) => name)].join('\n').toLowerCase(),
  );
  let shownFinding: number | null = null;
  let shownTrace: number | null = null;
  let listedFindings: readonly number[] = [];
  let listedTraces: readonly number[] = [];

  const list = virtualList(traces, TRACE_ROW_PX, (row) => traceItem(listedTraces[row] ?? 0));

  function traceItem(index: number): HTMLElement {
    const all = spans.byTrace[index] ?? [];
    const faults = new Set(all.flatMap((span) => span.findings)).size;
    const [first] = all;
    const item = button(
      'item trace',
      () => chosen.trace(index),
      text('title', first?.name ?? ''),
      text(
        'sub',
        `${count(all.length, 'span')}, ${duration(first?.durationMs ?? null)}${faults > 0 ? `, ${count(faults, 'finding')}` : ''}`,
      ),
    );
    if (index === shownTrace) item.setAttribute('aria-current', 'true');
    return item;
  }

  function findingItem(index: number): HTMLElement {
    const finding = data.findings[index];
    if (!finding) return element('li');
    const { severity, message, occurrences, cause, span } = finding;
    const at = cause?.boundary ?? span?.location ?? null;
    const item = button(
      'item finding',
      () => chosen.finding(index),
      text(`badge ${severity}`, severity),
      text('title', message),
      text(
        'sub',
        [at && place(at), occurrences > 1 ? `${occurrences.toLocaleString('en')} times` : null]
          .filter(Boolean)
          .join(', '),
      ),
    );
    if (index === shownFinding) item.setAttribute('aria-current', 'true');
    return element('li', {}, item);
  }

  function draw(): void {
    findings.replaceChildren(...listedFindings.map(findingItem));
    list.show(listedTraces.length, true);
  }

  function filter(): void {
    const wanted = search.value.trim().toLowerCase();
    listedFindings = data.findings.flatMap((finding, index) => {
      const { message, cause, span, spans: others } = finding;
      const hay = [
        finding.rule,
        message,
        cause?.mechanism,
        cause?.boundary?.file,
        span?.location?.file,
        ...others.map(({ name }) => name),
      ];
      const fits = (rule.value === ALL || finding.rule === rule.value) && hay.join('\n').toLowerCase().includes(wanted);
      return fits ? [index] : [];
    });
    listedTraces = haystacks.flatMap((hay, index) => {
      const ruled =
        rule.value === ALL ||
        (spans.byTrace[index] ?? []).some((span) =>
          span.findings.some((one) => data.findings[one]?.rule === rule.value),
        );
      return ruled && hay.includes(wanted) ? [index] : [];
    });
    findingsHeading.textContent = count(listedFindings.length, 'finding');
    tracesHeading.textContent = count(listedTraces.length, 'trace');
    draw();
  }

  search.addEventListener('input', filter);
  rule.addEventListener('change', filter);
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const items = [...root.querySelectorAll<HTMLElement>('.item')];
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    event.preventDefault();
    items[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
  });
  filter();

  return {
    root,
    search,
    mark(finding, trace) {
      shownFinding = finding;
      shownTrace = trace;
      draw();
      const row = trace === null ? -1 : listedTraces.indexOf(trace);
      if (row >= 0) list.scrollTo(row);
    },
    neighbour(step) {
      const at = shownFinding === null ? -1 : listedFindings.indexOf(shownFinding);
      return listedFindings[at < 0 ? 0 : at + step] ?? null;
    },
  };
}

function rulesOf({ findings }: PageData): [id: string, label: string][] {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [[ALL, 'all rules'], ...[...counts].sort().map(([id, times]): [string, string] => [id, `${id} (${times})`])];
}
