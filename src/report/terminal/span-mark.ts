import type { Report } from '../report.js';
import { cleanText } from '../text/clean-text.js';
import { cutText } from './cut-text.js';
import type { SpanNode } from './span-forest.js';

export interface SpanMark {
  /** `misplaced`: hangs where it should not. `faulty`: a finding about a span that is where it belongs. */
  readonly kind: 'misplaced' | 'faulty';
  /** Stands before the name, so that the tree reads as a diff does, without colour too. */
  readonly sign: '- ' | '! ';
  readonly text: string;
}

const LONGEST_PARENT = 28;
const NUMBERS_SHOWN = 3;

/** What is said beside a span that findings are about; `null` for the others. */
export function spanMark(node: SpanNode, report: Report, ellipsis: string): SpanMark | null {
  const { findings, expectedParentSpanId: wanted } = node.span;
  if (wanted === undefined && findings.length === 0) return null;
  const numbers = findingNumbers(node);
  if (wanted === undefined) {
    const rules = [...new Set(findings.map((index) => report.findings[index]?.rule ?? 'finding'))];
    return { kind: 'faulty', sign: '! ', text: `${numbers}${rules.slice(0, NUMBERS_SHOWN).join(', ')}` };
  }
  if (wanted === null) return { kind: 'misplaced', sign: '- ', text: `${numbers}should be a root span` };
  const parent = expectedName(node, report);
  const text = parent === null ? 'belongs elsewhere' : `belongs under "${shorten(parent, ellipsis)}"`;
  return { kind: 'misplaced', sign: '- ', text: numbers + text };
}

/** `#1 `, the numbers that the findings have above. */
export function findingNumbers({ span }: SpanNode): string {
  const numbers = span.findings.slice(0, NUMBERS_SHOWN).map((index) => `#${index + 1}`);
  return numbers.length === 0 ? '' : `${numbers.join(' ')} `;
}

function expectedName({ span, home }: SpanNode, report: Report): string | null {
  if (home !== null) return home.span.name;
  for (const index of span.findings) {
    const finding = report.findings[index];
    const own = finding?.spans.find((each) => each.spanId === span.spanId)?.expectedParent;
    if (own) return own;
    if (finding?.expectedParent?.spanId === span.expectedParentSpanId) return finding?.expectedParent?.name ?? null;
  }
  return null;
}

function shorten(name: string, ellipsis: string): string {
  return cutText(cleanText(name), LONGEST_PARENT, ellipsis);
}
