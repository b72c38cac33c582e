import type { Finding, Location, SpanReference } from '../../finding.js';
import type { Style } from '../style.js';
import { cleanText } from '../text/clean-text.js';
import { cutText } from './cut-text.js';
import { place, placeInFunction } from './place.js';
import { prose } from '../text/prose.js';
import { countOf } from '../text/words.js';
import { PROSE_COLUMNS, wrapText } from './wrap-text.js';

interface Fact {
  readonly label: string;
  readonly text: string;
}

const LONGEST_NAME = 48;
const NAMES_SHOWN = 4;
const LABEL_COLUMNS = 12;
const STATEMENTS_SHOWN = 3;

/** Who the parent is and who it should have been, where the spans start, and how we know. */
export function findingFacts(finding: Finding, style: Style): readonly string[] {
  const columns = Math.min(style.columns, PROSE_COLUMNS);
  return facts(finding, style).flatMap(({ label, text }) =>
    wrapText(text, columns - LABEL_COLUMNS - 2).map((line, index) => {
      const head = (index === 0 ? label : '').padEnd(LABEL_COLUMNS);
      return `  ${style.dim(head)}${label === 'should be' ? style.bold(line) : line}`;
    }),
  );
}

function facts(finding: Finding, style: Style): readonly Fact[] {
  return [
    ...parents(finding, style),
    ...start(finding, style),
    ...otherSpans(finding, style),
    ...dependency(finding, style),
    ...statements(finding, style),
    ...consequences(finding, style),
  ];
}

function parents(finding: Finding, style: Style): readonly Fact[] {
  const { span, actualParent, expectedParent } = finding;
  if (span === null || !isMisplaced(finding)) return [];
  const now = actualParent === null ? rootText(finding) : reference(actualParent, style);
  const wanted = expectedParent === null ? 'none: a root span' : reference(expectedParent, style);
  return [
    { label: 'parent is', text: now },
    { label: 'should be', text: wanted },
  ];
}

/** Many rules find fault with a span that hangs where it should; then its parents are no news. */
function isMisplaced({ actualParent, expectedParent, cause }: Finding): boolean {
  if (expectedParent !== null) return expectedParent.spanId !== actualParent?.spanId;
  return actualParent !== null && cause?.mechanism === 'leaked-context';
}

function rootText({ span }: Finding): string {
  return span?.parentSpanId ? `${span.parentSpanId}, which was not recorded` : 'none: it is a root span';
}

function reference({ name, traceId }: SpanReference, style: Style): string {
  const shown = cutText(cleanText(name), LONGEST_NAME, style.glyphs.ellipsis);
  return `"${shown}" in trace ${cutText(cleanText(traceId), 8 + style.glyphs.ellipsis.length, style.glyphs.ellipsis)}`;
}

function start({ span, cause, checkpoints }: Finding, style: Style): readonly Fact[] {
  const at = span?.location;
  const boundary = cause?.boundary;
  // Without a boundary the finding is headed by this very place.
  if (!at || !boundary || isSamePlace(at, boundary)) return [];
  if (checkpoints.some(({ location }) => location !== null && isSamePlace(at, location))) return [];
  const room = style.columns - LABEL_COLUMNS - 2;
  return [{ label: 'starts at', text: placeInFunction(at, room, style.glyphs.ellipsis) }];
}

function isSamePlace(a: Location, b: Location): boolean {
  return a.file === b.file && a.line === b.line;
}

/** The spans of one finding may have names of their own, such as `GET /users/7`. */
function otherSpans({ span, spans, occurrences }: Finding, style: Style): readonly Fact[] {
  const names = [...new Set(spans.map((each) => quoted(each.name, style)))];
  if (span === null || names.length < 2) return [];
  return [{ label: 'spans', text: someOf(names, Math.max(occurrences, names.length)) }];
}

function dependency({ cause }: Finding, style: Style): readonly Fact[] {
  if (!cause?.dependency) return [];
  const { name, version, location } = cause.dependency;
  const at = place(location, style.columns - LABEL_COLUMNS - 2, style.glyphs.ellipsis);
  return [
    {
      label: 'lost inside',
      text: `${cutText(cleanText(`${name} ${version}`), LONGEST_NAME, style.glyphs.ellipsis)}, ${at}`,
    },
  ];
}

function statements({ cause }: Finding, { glyphs }: Style): readonly Fact[] {
  if (cause === null) return [];
  const say = (text: string): string => prose(text, glyphs.ellipsis);
  return [
    ...cause.evidence.slice(0, STATEMENTS_SHOWN).map((each) => ({ label: 'evidence', text: say(each.statement) })),
    ...cause.disagreements
      .slice(0, STATEMENTS_SHOWN)
      .map((each) => ({ label: 'but', text: say(`${each.witness}: ${each.statement}`) })),
  ];
}

function consequences({ consequences: names }: Finding, style: Style): readonly Fact[] {
  if (names.length === 0) return [];
  const each = names.slice(0, NAMES_SHOWN).map((name) => quoted(name, style));
  return [{ label: 'also wrong', text: `${someOf(each, names.length)}, which follow from it` }];
}

function quoted(name: string, style: Style): string {
  return `"${cutText(cleanText(name), LONGEST_NAME, style.glyphs.ellipsis)}"`;
}

function someOf(names: readonly string[], count: number): string {
  const shown = names.slice(0, NAMES_SHOWN);
  const rest = count - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${countOf(rest, 'more', 'more')}` : '');
}
