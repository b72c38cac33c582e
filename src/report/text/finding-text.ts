import type { Checkpoint, Finding, Location, SpanReference } from '../../finding.js';
import { cleanText } from './clean-text.js';
import { prose } from './prose.js';

const STATEMENTS_SHOWN = 3;
const ELLIPSIS = '…';

/** `src/orders.ts:31:8 in loadOrder` */
export function placeText({ file, line, column, function: fn }: Location): string {
  return `${cleanText(file)}:${line}:${column}${fn === null ? '' : ` in ${cleanText(fn, LONGEST_NAME)}`}`;
}

const LONGEST_NAME = 120;

/** What is wrong, in one sentence. */
export function messageText({ message }: Finding): string {
  return prose(message, ELLIPSIS);
}

/** What is known of a finding beside its message, a line each, without colours or columns: for logs and for machines. */
export function detailLines(finding: Finding): readonly string[] {
  const { cause, checkpoints, actualParent, expectedParent, occurrences, confidence } = finding;
  return [
    `${occurrences === 1 ? 'once' : `${occurrences} times`}, ${confidence}`,
    ...checkpoints.map(checkpointText),
    ...(expectedParent === null
      ? []
      : [`parent is: ${parentText(actualParent)}`, `should be: ${parentText(expectedParent)}`]),
    ...(cause?.dependency
      ? [
          `lost inside: ${cleanText(`${cause.dependency.name} ${cause.dependency.version}`)}, ${placeText(cause.dependency.location)}`,
        ]
      : []),
    ...(cause?.evidence ?? [])
      .slice(0, STATEMENTS_SHOWN)
      .map(({ statement }) => `evidence: ${prose(statement, ELLIPSIS)}`),
    ...(cause?.disagreements ?? [])
      .slice(0, STATEMENTS_SHOWN)
      .map(({ witness, statement }) => `but: ${witness}: ${prose(statement, ELLIPSIS)}`),
  ];
}

/** `[pre-boundary] trace_id=… span=… valid=true at app.ts:29:10`, as people log it by hand. */
export function checkpointText({ label, traceId, spanName, valid, location }: Checkpoint): string {
  const span = spanName === null ? '-' : cleanText(spanName, LONGEST_NAME);
  const at = location === null ? '' : ` at ${placeText(location)}`;
  return `[${cleanText(label, LONGEST_NAME)}] trace_id=${cleanText(traceId)} span=${span} valid=${valid}${at}`;
}

function parentText(parent: SpanReference | null): string {
  return parent === null ? 'none' : `"${cleanText(parent.name, LONGEST_NAME)}" in trace ${cleanText(parent.traceId)}`;
}

/** How to mend it, `null` where nothing is known to help: the advice, and code to write in lines of its own. */
export function helpText({ fix }: Finding): { readonly advice: string; readonly code: readonly string[] } | null {
  if (fix === null) return null;
  const code = fix.snippet === null ? [] : fix.snippet.replace(/\r?\n$/, '').split(/\r?\n/);
  return { advice: prose(fix.summary, ELLIPSIS), code: code.map((line) => cleanText(line.replaceAll('\t', '  '))) };
}
