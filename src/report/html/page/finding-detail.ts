import type { Finding } from '../../../finding.js';
import { box, button, element, text } from './dom.js';
import { count, place } from './format.js';

/** All that is known of a finding. `go`: shows the span of that id in its trace. */
export function findingDetail(finding: Finding, go: ((spanId: string) => void) | null): HTMLElement {
  const { rule, severity, confidence, message, cause, checkpoints, fix, occurrences, consequences } = finding;
  return element(
    'article',
    { className: 'finding-detail' },
    element('h3', {}, text(`badge ${severity}`, severity), ` ${rule}`),
    element('p', { className: 'message' }, message),
    facts(finding),
    cause && cause.frame.length > 0 ? code(finding) : null,
    checkpoints.length > 0 ? contexts(finding) : null,
    cause && cause.evidence.length + cause.disagreements.length > 0 ? evidence(finding) : null,
    fix
      ? box(
          'fix',
          element('h4', {}, 'What to write'),
          element('p', {}, fix.summary),
          fix.snippet === null ? null : element('pre', {}, fix.snippet),
        )
      : null,
    consequences.length > 0 ? element('p', {}, `Follows from it: ${consequences.join(', ')}`) : null,
    spansOf(finding, go),
    element('p', { className: 'note' }, `${count(occurrences, 'occurrence')}, ${confidence}`),
  );
}

function facts({ cause, span, actualParent, expectedParent }: Finding): HTMLElement {
  const list = element('dl');
  const add = (name: string, value: string | null | undefined): void => {
    if (value) list.append(element('dt', {}, name), element('dd', {}, value));
  };
  add('context lost at', cause?.boundary && place(cause.boundary));
  add(
    'in the dependency',
    cause?.dependency && `${cause.dependency.name} ${cause.dependency.version}, ${place(cause.dependency.location)}`,
  );
  add('by', cause?.mechanism === 'unknown' ? null : cause?.mechanism);
  add('span starts at', span?.location && place(span.location));
  add('its parent', actualParent?.name ?? (span ? 'none' : null));
  add('should be', expectedParent?.name);
  return list;
}

function code({ cause }: Finding): HTMLElement {
  const lines = (cause?.frame ?? []).map(({ line, text: source }) => {
    const isBoundary = line === cause?.boundary?.line;
    return element(
      'div',
      { className: isBoundary ? 'line boundary' : 'line' },
      text('number', `${isBoundary ? '▶ ' : ''}${line}`),
      text('source', source),
    );
  });
  return element(
    'div',
    { className: 'code', tabIndex: 0, attributes: { role: 'group', 'aria-label': 'source' } },
    ...lines,
  );
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
      element('td', {}, spanName ?? '(none)'),
      element('td', {}, valid ? traceId : 'valid=false'),
    ),
  );
  return box(
    'contexts',
    element('h4', {}, 'The context on both sides'),
    element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows)),
  );
}

function evidence({ cause }: Finding): HTMLElement {
  const said = (cause?.evidence ?? []).map(({ witness, statement }) => element('li', {}, `${witness}: ${statement}`));
  const against = (cause?.disagreements ?? []).map(({ witness, statement }) =>
    element('li', { className: 'against' }, `against it, ${witness}: ${statement}`),
  );
  return box('evidence', element('h4', {}, 'How it is known'), element('ul', {}, ...said, ...against));
}

function spansOf({ spans, occurrences }: Finding, go: ((spanId: string) => void) | null): HTMLElement | null {
  if (spans.length === 0) return null;
  const items = spans.map(({ name, spanId, actualParent, expectedParent }) => {
    const parents = `under ${actualParent ?? 'nothing'}${expectedParent === null ? '' : `, should be under ${expectedParent}`}`;
    return element('li', {}, go ? button('link', () => go(spanId), name) : name, ` ${parents}`);
  });
  const more =
    occurrences > spans.length
      ? element('li', {}, `and ${(occurrences - spans.length).toLocaleString('en')} more`)
      : null;
  return box('spans', element('h4', {}, 'Spans'), element('ul', {}, ...items, more));
}
