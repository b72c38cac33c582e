import { programFailed } from '../program-failed.js';
import type { Report } from '../report.js';
import type { Style } from '../style.js';
import { baselineLine } from './baseline.js';
import { severityCounts } from './counts.js';
import { cutText } from './cut-text.js';
import { isNew } from './is-new.js';
import { runOutcome } from './outcome.js';
import { place } from './place.js';
import { prose } from '../text/prose.js';
import { shapeVerdict } from './shape.js';
import { textWidth } from './text-width.js';
import { countOf, listOf } from '../text/words.js';
import { PROSE_COLUMNS, wrapText } from './wrap-text.js';

/** Rules that say that the context went missing on the way, so that their boundary is where it was lost. */
const LOSSES = new Set(['orphan-span', 'trace-mismatch', 'wrong-parent', 'not-extracted', 'not-injected']);

/** One line that says how it stands; under it what limits it: how the program ended, what the recording lacks. */
export function verdict(report: Report, style: Style): readonly string[] {
  return [
    headline(report, style),
    ...noSpans(report, style),
    ...runOutcome(report, style),
    ...baselineLine(report, style),
    ...shapeVerdict(report, style),
    ...gaps(report, style),
  ];
}

function headline(report: Report, style: Style): string {
  const { spans, cutOff } = report.summary;
  if (severityCounts(report).length > 0) return faults(report, style);
  if (spans === 0) return `${style.warning('0 spans recorded')}: there is nothing to judge`;
  const paint = cutOff === null && !programFailed(report.outcome) ? style.ok : style.bold;
  const none = report.findings.length > 0 ? 'no new findings' : 'no findings';
  return `${paint(none)} in ${countOf(spans, 'span')}${silenced(report)}`;
}

function faults(report: Report, style: Style): string {
  const counts = severityCounts(report);
  const spans = report.summary.spans === 0 ? ', 0 spans recorded' : ` in ${countOf(report.summary.spans, 'span')}`;
  const recorded = spans + silenced(report);
  const plain = `${listOf(counts.map((count) => count.text))}${recorded}`;
  const painted = `${listOf(counts.map((count) => style.severity[count.severity](count.text)))}${recorded}`;
  const [worst] = report.findings.filter(isNew);
  const at = worst?.cause?.boundary ?? worst?.span?.location ?? null;
  if (worst === undefined || at === null) return painted;
  const words = LOSSES.has(worst.rule) && worst.cause?.boundary ? 'context lost at ' : 'see ';
  const lead = `${report.findings.length > 1 && words === 'see ' ? 'first ' : ''}${words}`;
  const room = style.columns - textWidth(plain) - 2 - lead.length;
  // A path of a few letters tells nobody where to look; the finding below has it whole.
  if (room < 12) return painted;
  return `${painted}: ${lead}${style.link(style.path(place(at, room, style.glyphs.ellipsis)), at)}`;
}

/** What comments in the sources hide is told at once: a green line must not hide that it was made green. */
function silenced({ summary }: Report): string {
  return summary.silenced === 0 ? '' : `, ${summary.silenced.toLocaleString('en-US')} silenced`;
}

function noSpans(report: Report, style: Style): readonly string[] {
  if (report.summary.spans > 0) return [];
  return report.summary.whyNoSpans.flatMap((reason) => {
    const lines = wrapText(prose(reason, style.glyphs.ellipsis), Math.min(style.columns, PROSE_COLUMNS) - 4);
    return lines.map((line, index) => `  ${index === 0 ? style.glyphs.bullet : ' '} ${line}`);
  });
}

function gaps(report: Report, style: Style): readonly string[] {
  const { summary, dropped } = report;
  const columns = Math.min(style.columns, PROSE_COLUMNS);
  const lines: string[] = [];
  if (summary.cutOff !== null) {
    lines.push(...wrapText(`the recording is not whole: ${prose(summary.cutOff, style.glyphs.ellipsis)}`, columns, 2));
  }
  if (dropped.events > 0) {
    const reason = dropped.reason === null ? '' : `: ${prose(dropped.reason, style.glyphs.ellipsis)}`;
    const what =
      report.input.kind === 'run'
        ? `${countOf(dropped.events, 'event')} of the recording`
        : `${countOf(dropped.events, 'part')} of the input`;
    lines.push(...wrapText(`${what} could not be used${reason}`, columns, 2));
  }
  return lines.map((line) => style.severity.warning(cutText(line, style.columns, style.glyphs.ellipsis)));
}
