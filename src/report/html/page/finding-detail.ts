import type { Finding, SpanReference } from '../../../finding.js';
import { box, button, element, text } from './dom.js';
import { editRows } from './edit-rows.js';
import { count, place } from './format.js';

/** Of the spans of a finding, so many are listed at once. */
const SPANS_SHOWN = 5;
/** Of a trace id, where it is to be told from one or two others. */
const ID_SHOWN = 8;

/** What shows the span of an id in its trace; nothing for one that is not in the file. */
export type Go = (spanId: string) => (() => void) | null;

/** All that is known of a finding. `go`: `null` on paper. */
export function findingDetail(finding: Finding, go: Go | null): HTMLElement {
  const { rule, severity, confidence, message, cause, checkpoints, consequences, occurrences, baselineState } = finding;
  return element(
    'article',
    { className: 'finding-detail' },
    box(
      'kicker',
      text(`badge ${severity}`, severity),
      text('rule', rule),
      text('note', `${occurrences === 1 ? 'once' : `${occurrences.toLocaleString('en')} times`}, ${confidence}`),
      baselineState === undefined ? null : text('badge', baselineState === 'new' ? 'new' : 'known'),
    ),
    element('h3', {}, message),
    cause && cause.frame.length > 0 ? code(finding) : null,
    fix(finding),
    facts(finding, go),
    checkpoints.length > 0 ? contexts(finding) : null,
    cause && cause.evidence.length + cause.disagreements.length > 0 ? evidence(finding) : null,
    consequences.length > 0 ? element('p', {}, `Follows from it: ${consequences.join(', ')}`) : null,
    spansOf(finding, go),
  );
}

function code({ cause }: Finding): HTMLElement {
  const { boundary = null, frame = [] } = cause ?? {};
  const lines = frame.map(({ line, text: source }) => {
    const isBoundary = line === boundary?.line;
    return element(
      'div',
      { className: isBoundary ? 'line boundary' : 'line' },
      text('number', `${isBoundary ? '▸ ' : ''}${line}`),
      text('source', source),
    );
  });
  return element(
    'figure',
    {},
    element(
      'figcaption',
      {},
      boundary ? place(boundary) : 'source',
      boundary?.function ? text('in', ` in ${boundary.function}`) : null,
    ),
    scrolled('code', 'The code at the boundary', lines),
  );
}

/** What is wider than the page scrolls by itself, also by keys. */
function scrolled(className: string, label: string, lines: readonly HTMLElement[]): HTMLElement {
  return element('div', { className, tabIndex: 0, attributes: { role: 'group', 'aria-label': label } }, ...lines);
}

function fix({ fix: advice, cause }: Finding): HTMLElement | null {
  if (!advice) return null;
  const { summary, snippet, edits = [] } = advice;
  const snippetLines = snippet?.split('\n').map((line) => element('div', { className: 'line' }, text('source', line)));
  const changes = editRows(cause?.frame ?? [], edits).map(({ kind, line, text: source }) =>
    element(
      'div',
      { className: `line ${kind}` },
      text('number', kind === 'place' ? '' : String(line)),
      text('sign', { removed: '−', added: '+', place: '@' }[kind]),
      text('source', source),
    ),
  );
  return box(
    'fix',
    element('h4', {}, 'What to write'),
    element('p', {}, summary),
    snippetLines ? scrolled('code', 'What to write', snippetLines) : null,
    changes.length > 0
      ? element(
          'details',
          {},
          element('summary', {}, `As ${count(edits.length, 'edit')} of ${cause?.boundary?.file ?? 'the file'}`),
          scrolled('code', 'The edits', changes),
        )
      : null,
  );
}

function facts({ cause, span, actualParent, expectedParent }: Finding, go: Go | null): HTMLElement {
  const list = element('dl');
  const add = (name: string, value: string | Node | null | undefined): void => {
    if (value) list.append(element('dt', {}, name), element('dd', {}, value));
  };
  add(
    'in the dependency',
    cause?.dependency && `${cause.dependency.name} ${cause.dependency.version}, ${place(cause.dependency.location)}`,
  );
  add('mechanism', cause?.mechanism === 'unknown' ? null : cause?.mechanism);
  add('span', span?.name);
  add('started at', span?.location && place(span.location));
  add('parent is', actualParent ? inTrace(actualParent, go) : span && 'none');
  add('should be', expectedParent && inTrace(expectedParent, go));
  return list;
}

/** Spans of one name are told apart by their traces. */
function inTrace({ name, traceId, spanId }: SpanReference, go: Go | null): Node {
  const trace = `, in trace ${traceId.slice(0, ID_SHOWN)}…`;
  return element('span', {}, link(name, spanId, go), text('note', trace));
}

function contexts({ checkpoints }: Finding): HTMLElement {
  const head = element(
    'tr',
    {},
    ...['checkpoint', 'span', 'trace'].map((name) => element('th', { attributes: { scope: 'col' } }, name)),
  );
  const rows = checkpoints.map(({ label, spanName, traceId, valid }) =>
    element(
      'tr',
      { className: valid ? '' : 'invalid' },
      element('td', {}, label),
      element('td', {}, spanName ?? 'none'),
      element('td', { className: 'id', title: traceId }, valid ? traceId : 'valid=false'),
    ),
  );
  return box(
    'contexts',
    element('h4', {}, 'The context on both sides'),
    element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows)),
  );
}

function evidence({ cause }: Finding): HTMLElement {
  const said = (cause?.evidence ?? []).map(({ witness, statement }) =>
    element('li', {}, text('witness', witness), ` ${statement}`),
  );
  const against = (cause?.disagreements ?? []).map(({ witness, statement }) =>
    element('li', { className: 'against' }, text('witness', `${witness}, against it`), ` ${statement}`),
  );
  return box('evidence', element('h4', {}, 'How it is known'), element('ul', {}, ...said, ...against));
}

function spansOf({ spans, occurrences }: Finding, go: Go | null): HTMLElement | null {
  if (spans.length === 0) return null;
  const items = spans.map(({ name, spanId, actualParent, expectedParent }) => {
    const parents = `under ${actualParent ?? 'nothing'}${expectedParent === null ? '' : `, should be under ${expectedParent}`}`;
    return element('li', {}, link(name, spanId, go), text('note', ` ${parents}`));
  });
  // Nobody can open anything on paper.
  const rest = go ? items.slice(SPANS_SHOWN) : [];
  const unlisted = occurrences - (go ? spans.length : Math.min(spans.length, SPANS_SHOWN));
  return box(
    'spans',
    element('h4', {}, count(occurrences, 'span')),
    element('ul', {}, ...items.slice(0, SPANS_SHOWN)),
    rest.length > 0
      ? element('details', {}, element('summary', {}, `${rest.length} more`), element('ul', {}, ...rest))
      : null,
    unlisted > 0
      ? element('p', { className: 'note' }, `and ${unlisted.toLocaleString('en')} more that are not listed`)
      : null,
  );
}

function link(name: string, spanId: string, go: Go | null): Node | string {
  const show = go?.(spanId);
  return show ? button('link', show, name) : name;
}
