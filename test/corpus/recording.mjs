/** Reads what `plain-tree.mjs` wrote. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} PlainSpan
 * @property {string} name
 * @property {string} spanId
 * @property {string | null} parentId
 * @property {string | null} parentName
 * @property {number} links
 * @property {boolean} ended
 * @property {boolean} late ended after its parent had, or started after that, in the same thread
 */

/**
 * @param {string} folder
 * @returns {PlainSpan[]}
 */
export function readSpans(folder) {
  const spans = new Map();
  for (const lane of readdirSync(folder).sort()) {
    readFileSync(join(folder, lane), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
      .forEach((event, index) => {
        const at = { index, turn: event.turn };
        if (event.type === 'start') spans.set(event.spanId, { ...event, lane, startedAt: at, endedAt: null });
        else spans.get(event.spanId).endedAt ??= at;
      });
  }
  return [...spans.values()].map((span) => {
    const parent = spans.get(span.parentId);
    return {
      name: span.name,
      spanId: span.spanId,
      parentId: span.parentId,
      parentName: span.parentId === null ? null : (parent?.name ?? '(unknown)'),
      links: span.links,
      ended: span.endedAt !== null,
      late: parent !== undefined && parent.lane === span.lane && isLate(span, parent),
    };
  });
}

/** As in `SpanKind` of the API. What a producer handed over may be consumed whenever it suits. */
const PRODUCER = 3;
const CONSUMER = 4;

function isLate(span, parent) {
  if (parent.endedAt === null) return false;
  if (span.kind === CONSUMER && parent.kind === PRODUCER) return false;
  const last = span.endedAt ?? span.startedAt;
  return last.index > parent.endedAt.index && last.turn > parent.endedAt.turn;
}

/**
 * @param {readonly PlainSpan[]} spans
 * @returns {string}
 */
export function renderTree(spans) {
  const lines = [];
  const open = spans.filter((span) => span.parentName === null || span.parentName === '(unknown)').reverse();
  const stack = open.map((span) => ({ span, depth: 0 }));
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { span, depth } = next;
    const marks = [span.late ? 'late' : '', span.ended ? '' : 'never ended', span.links > 0 ? 'linked' : ''];
    const said = marks.filter((mark) => mark !== '').join(', ');
    lines.push(`${'  '.repeat(depth)}${span.name}${said === '' ? '' : `  (${said})`}`);
    const children = spans.filter((child) => child.parentId === span.spanId).reverse();
    for (const child of children) stack.push({ span: child, depth: depth + 1 });
  }
  return `${lines.join('\n')}\n`;
}
