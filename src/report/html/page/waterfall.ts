import type { PageData } from '../page-data.js';
import { box, element, text } from './dom.js';
import { count, duration } from './format.js';
import type { Line, PageSpan, Spans } from './spans.js';
import { virtualList } from './virtual-list.js';

const ROW_PX = 26;
const INDENT_PX = 14;
/** Deeper ones would have no room for their names. */
const INDENTS_AT_MOST = 12;
/** A bar that is thinner cannot be seen. */
const NARROWEST_PERCENT = 0.3;
const TICKS = 4;
const PERCENT = 100;

export interface Waterfall {
  readonly root: HTMLElement;
  /** Shows a trace. `span`: the one to look at. */
  show(trace: number, span?: PageSpan): void;
}

/** The spans of one trace over time, with those that belong there and are elsewhere. */
export function waterfall(data: PageData, spans: Spans, chosen: (span: PageSpan) => void): Waterfall {
  const heading = element('h2', { id: 'trace-heading' });
  const note = element('p', { className: 'note' });
  const axis = box('axis');
  axis.setAttribute('aria-hidden', 'true');
  const scroller = element('div', {
    className: 'rows',
    tabIndex: 0,
    attributes: { role: 'tree', 'aria-labelledby': 'trace-heading' },
  });
  const root = element('section', { className: 'waterfall' }, heading, note, axis, scroller);
  let lines: readonly Line[] = [];
  let current = -1;
  let shown = -1;
  let start = 0;
  let length = 1;

  const list = virtualList(scroller, ROW_PX, (index) => row(lines[index] as Line, index));

  function row(line: Line, index: number): HTMLElement {
    const { span, depth, ghost } = line;
    const indent = Math.min(depth, INDENTS_AT_MOST) * INDENT_PX;
    const label = box('label', text('name', span.name));
    label.style.paddingLeft = `${indent}px`;
    if (data.lanes.length > 1) label.append(text(`lane lane-${span.lane % 6}`, laneName(data, span.lane)));
    const bar = box('bar');
    const from = ((span.startMs - start) / length) * PERCENT;
    const width = ((span.durationMs ?? start + length - span.startMs) / length) * PERCENT;
    bar.style.left = `${Math.min(Math.max(from, 0), PERCENT - NARROWEST_PERCENT)}%`;
    bar.style.width = `${Math.max(NARROWEST_PERCENT, Math.min(width, PERCENT - Math.max(from, 0)))}%`;
    const marks = [
      ghost ? 'ghost' : '',
      !ghost && span.findings.length > 0 ? severityOf(data, span) : '',
      span.durationMs === null ? 'open' : '',
      span.status === 'ERROR' ? 'failed' : '',
    ];
    return element(
      'div',
      {
        className: ['row', ...marks].filter(Boolean).join(' '),
        id: `row-${index}`,
        title: `${span.name}, ${duration(span.durationMs)}`,
        onclick: () => choose(index),
        attributes: {
          role: 'treeitem',
          'aria-level': String(depth + 1),
          'aria-selected': String(index === current),
          'aria-label': spoken(line),
        },
      },
      label,
      box('track', bar),
      text('length', ghost ? 'belongs here' : duration(span.durationMs)),
    );
  }

  function spoken({ span, ghost }: Line): string {
    const faults = span.findings.map((index) => data.findings[index]?.rule).join(', ');
    const where = ghost ? 'belongs here, but is elsewhere' : faults;
    return [span.name, span.kind, duration(span.durationMs), laneName(data, span.lane), where]
      .filter(Boolean)
      .join(', ');
  }

  function choose(index: number): void {
    const line = lines[index];
    if (!line) return;
    current = index;
    scroller.setAttribute('aria-activedescendant', `row-${index}`);
    list.scrollTo(index);
    chosen(line.span);
  }

  scroller.addEventListener('keydown', (event) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: Math.max(current - 1, 0),
      Home: 0,
      End: lines.length - 1,
      PageDown: Math.min(current + 10, lines.length - 1),
      PageUp: Math.max(current - 10, 0),
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(Math.min(next, lines.length - 1));
  });

  function show(trace: number, span?: PageSpan): void {
    const { traceId = '', omittedSpans = 0 } = data.traces[trace] ?? {};
    const isNew = trace !== shown;
    shown = trace;
    if (isNew) {
      lines = spans.linesOf(trace);
      const bounds = lines.map(({ span: one }) => [one.startMs, one.startMs + (one.durationMs ?? 0)] as const);
      start = Math.min(...bounds.map(([first]) => first));
      length = Math.max(Math.max(...bounds.map(([, last]) => last)) - start, 0.001);
      heading.textContent = `Trace ${traceId}`;
      const lost = omittedSpans > 0 ? `; ${count(omittedSpans, 'more span')} left out of this report` : '';
      note.textContent = `${count(lines.filter(({ ghost }) => !ghost).length, 'span')} in ${duration(length)}${lost}`;
      axis.replaceChildren(
        ...Array.from({ length: TICKS + 1 }, (_, tick) => text('tick', duration((length * tick) / TICKS))),
      );
    }
    current = span ? lines.findIndex((line) => line.span === span && !line.ghost) : -1;
    if (isNew) list.show(lines.length);
    if (current >= 0) {
      scroller.setAttribute('aria-activedescendant', `row-${current}`);
      list.scrollTo(current);
    } else if (!isNew) list.show(lines.length, true);
  }

  return { root, show };
}

export function laneName(data: PageData, index: number): string {
  const lane = data.lanes[index];
  if (!lane) return '';
  return lane.thread === 0 ? `process ${lane.process}` : `process ${lane.process}, thread ${lane.thread}`;
}

function severityOf(data: PageData, span: PageSpan): string {
  const severities = span.findings.map((index) => data.findings[index]?.severity);
  return severities.includes('error') ? 'error' : severities.includes('warning') ? 'warning' : 'info';
}
