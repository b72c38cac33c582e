import type { PageData } from '../page-data.js';
import { box, element, text } from './dom.js';
import { count, duration } from './format.js';
import { laneStrip } from './lane-strip.js';
import { laneClass, laneName } from './lanes.js';
import type { Line, PageSpan, Spans } from './spans.js';
import { virtualList } from './virtual-list.js';
import { withoutFolded } from './without-folded.js';

const ROW_PX = 26;
const INDENT_PX = 14;
/** Deeper ones would have no room for their names. */
const INDENTS_AT_MOST = 12;
/** A bar that is thinner cannot be seen. */
const NARROWEST_PERCENT = 0.3;
/** The least time that a trace takes: it is divided by. */
const SHORTEST_MS = 0.001;
const TICKS = 4;
const PERCENT = 100;
const PAGE = 10;

export interface Waterfall {
  readonly root: HTMLElement;
  /** Shows a trace. `span`: the one to look at. */
  show(trace: number, span?: PageSpan): void;
  /** Marks the spans whose names have this text in them; the empty text marks none. */
  mark(wanted: string): void;
}

/** The spans of one trace over time, with those that belong there and are elsewhere. */
export function waterfall(data: PageData, spans: Spans, chosen: (span: PageSpan) => void): Waterfall {
  const heading = element('h2', { id: 'trace-heading' });
  const note = element('p', { className: 'note' });
  const strip = element('div', {
    className: 'lanes',
    attributes: { role: 'group', 'aria-label': 'Processes and threads' },
  });
  const axis = box('axis');
  axis.setAttribute('aria-hidden', 'true');
  const scroller = element('div', {
    className: 'rows',
    tabIndex: 0,
    attributes: { role: 'tree', 'aria-labelledby': 'trace-heading' },
  });
  const root = element('section', { className: 'waterfall' }, heading, note, strip, axis, scroller);
  const folded = new Set<PageSpan>();
  let all: readonly Line[] = [];
  let lines: readonly Line[] = [];
  let current = -1;
  let shown = -1;
  let only: number | null = null;
  let wanted = '';
  let time = { start: 0, length: 1 };

  const list = virtualList(scroller, ROW_PX, (index) => row(lines[index] as Line, index));

  function row(line: Line, index: number): HTMLElement {
    const { span, depth, ghost, parent } = line;
    const label = box('label', twisty(line), text('name', nameOf(span)));
    label.style.paddingLeft = `${Math.min(depth, INDENTS_AT_MOST) * INDENT_PX}px`;
    const bar = box('bar');
    const from = ((span.startMs - time.start) / time.length) * PERCENT;
    const width = ((span.durationMs ?? time.start + time.length - span.startMs) / time.length) * PERCENT;
    bar.style.left = `${Math.min(Math.max(from, 0), PERCENT - NARROWEST_PERCENT)}%`;
    bar.style.width = `${Math.max(NARROWEST_PERCENT, Math.min(width, PERCENT - Math.max(from, 0)))}%`;
    const marks = [
      laneClass(span.lane),
      ghost ? 'ghost' : span.findings.length > 0 ? severityOf(data, span) : '',
      span.durationMs === null ? 'open' : '',
      span.status === 'ERROR' ? 'failed' : '',
      only !== null && only !== span.lane ? 'dim' : '',
      wanted !== '' && span.name.toLowerCase().includes(wanted) ? 'hit' : '',
    ];
    const made = element(
      'div',
      {
        className: ['row', ...marks].filter(Boolean).join(' '),
        id: `row-${index}`,
        title: `${nameOf(span)} ${lengthOf(line)}${spoken(line)}`,
        onclick: () => choose(index),
        attributes: {
          role: 'treeitem',
          'aria-level': String(depth + 1),
          'aria-selected': String(index === current),
        },
      },
      label,
      box('track', bar),
      text('length', lengthOf(line)),
      text('said', spoken(line)),
    );
    if (parent) made.setAttribute('aria-expanded', String(!folded.has(span)));
    return made;
  }

  /** Opens and closes what is below a span; keys do it, too. */
  function twisty(line: Line): HTMLElement {
    const isFolded = folded.has(line.span);
    const made = text('twisty', line.parent ? (isFolded ? '▸' : '▾') : line.ghost ? '⤷' : '');
    made.setAttribute('aria-hidden', 'true');
    if (line.parent) {
      made.addEventListener('click', (event) => {
        event.stopPropagation();
        fold(line, !isFolded);
      });
    }
    return made;
  }

  function fold(line: Line, shut: boolean): void {
    const looked = lines[current];
    if (shut) folded.add(line.span);
    else folded.delete(line.span);
    lines = withoutFolded(all, folded);
    const still = looked ? lines.indexOf(looked) : -1;
    // What was looked at may have gone with the rest.
    current = looked && still === -1 ? lines.indexOf(line) : still;
    list.show(lines.length, true);
  }

  /** What is not written in the row, for those who hear it. */
  function spoken(line: Line): string {
    const { span, ghost } = line;
    const faults = span.findings.map((index) => data.findings[index]?.rule).join(', ');
    const lane = data.lanes.length > 1 ? laneName(data, span.lane) : '';
    const status = span.status === 'ERROR' ? 'failed' : '';
    const parts = [span.kind.toLowerCase(), status, lane, ghost ? '' : faults];
    return parts.map((part) => (part ? `, ${part}` : '')).join('');
  }

  function choose(index: number): void {
    const line = lines[index];
    if (!line) return;
    current = index;
    scroller.setAttribute('aria-activedescendant', `row-${index}`);
    list.scrollTo(index);
    chosen(line.span);
  }

  /** Left closes a span, or goes to its parent; right opens it, or goes to its first child. */
  function sideways(opens: boolean): void {
    const line = lines[current];
    if (!line) return;
    if (line.parent && folded.has(line.span) === opens) fold(line, !opens);
    else if (opens && line.parent) choose(current + 1);
    else if (!opens) choose(lines.findLastIndex(({ depth }, index) => index < current && depth < line.depth));
  }

  scroller.addEventListener('keydown', (event) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: Math.max(current - 1, 0),
      Home: 0,
      End: lines.length - 1,
      PageDown: current + PAGE,
      PageUp: Math.max(current - PAGE, 0),
    };
    const next = steps[event.key];
    if (next !== undefined) choose(Math.min(next, lines.length - 1));
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') sideways(event.key === 'ArrowRight');
    else return;
    event.preventDefault();
  });

  function drawStrip(): void {
    const inTrace = all.map(({ span }) => span);
    strip.replaceChildren(
      ...laneStrip(data, inTrace, time, only, (lane) => {
        const at = [...strip.children].indexOf(document.activeElement as Element);
        only = lane;
        drawStrip();
        (strip.children[at] as HTMLElement | undefined)?.focus();
        list.show(lines.length, true);
      }),
    );
    strip.hidden = strip.childElementCount === 0;
  }

  function open(trace: number): void {
    const { traceId = '', omittedSpans = 0 } = data.traces[trace] ?? {};
    shown = trace;
    only = null;
    folded.clear();
    all = spans.linesOf(trace);
    lines = all;
    time = timeOf(all);
    const [first] = spans.byTrace[trace] ?? [];
    heading.replaceChildren(text('', first?.name ?? 'Trace'), ' ', text('id', traceId));
    const lost = omittedSpans > 0 ? `; ${count(omittedSpans, 'more span')} left out of this report` : '';
    note.textContent = `${count(spans.byTrace[trace]?.length ?? 0, 'span')} in ${duration(time.length)}${lost}`;
    axis.replaceChildren(
      ...Array.from({ length: TICKS + 1 }, (_, tick) => text('tick', duration((time.length * tick) / TICKS))),
    );
    drawStrip();
  }

  function show(trace: number, span?: PageSpan): void {
    const isNew = trace !== shown;
    if (isNew) open(trace);
    const isShown = ({ span: one, ghost }: Line): boolean => one === span && !ghost;
    if (span && !lines.some(isShown)) {
      folded.clear();
      lines = all;
    }
    current = span ? lines.findIndex(isShown) : -1;
    list.show(lines.length, !isNew);
    if (current < 0) scroller.removeAttribute('aria-activedescendant');
    else {
      scroller.setAttribute('aria-activedescendant', `row-${current}`);
      list.scrollTo(current);
    }
  }

  return {
    root,
    show,
    mark(text) {
      wanted = text;
      list.show(lines.length, true);
    },
  };
}

function nameOf({ name }: PageSpan): string {
  return name || '(no name)';
}

function lengthOf({ span, ghost }: Line): string {
  return ghost ? 'belongs here' : duration(span.durationMs);
}

function timeOf(lines: readonly Line[]): { readonly start: number; readonly length: number } {
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const { span } of lines) {
    start = Math.min(start, span.startMs);
    end = Math.max(end, span.startMs + (span.durationMs ?? 0));
  }
  return lines.length === 0 ? { start: 0, length: 1 } : { start, length: Math.max(end - start, SHORTEST_MS) };
}

function severityOf(data: PageData, span: PageSpan): string {
  const severities = span.findings.map((index) => data.findings[index]?.severity);
  return severities.includes('error') ? 'error' : severities.includes('warning') ? 'warning' : 'info';
}
