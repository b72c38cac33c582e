import { programFailed } from './program-failed.js';
import type { Report } from './report.js';
import { howItEnded } from './terminal/how-it-ended.js';
import { prose } from './terminal/prose.js';
import { countOf } from './terminal/words.js';

/** What a reader has to know beside the findings. */
export interface Notice {
  readonly id: 'no-spans' | 'too-few-spans' | 'program-failed' | 'not-whole' | 'dropped-events';
  readonly severity: 'error' | 'warning';
  readonly text: string;
  /** Why it may be so. */
  readonly reasons: readonly string[];
}

/** What limits the verdict, or made it beside the findings. The same in all formats for machines. */
export function notices(report: Report): readonly Notice[] {
  return [...tooFewSpans(report), ...failure(report), ...gaps(report)];
}

function tooFewSpans({ summary: { spans, whyNoSpans }, verdict }: Report): readonly Notice[] {
  const wanted = verdict?.minSpans ?? 0;
  if (spans > 0 && spans >= wanted) return [];
  const severity = spans < wanted ? 'error' : 'warning';
  const recorded = `${countOf(spans, 'span')} recorded`;
  const text = spans < wanted ? `${recorded}, fewer than --min-spans ${wanted}` : recorded;
  if (spans > 0) return [{ id: 'too-few-spans', severity, text, reasons: [] }];
  return [{ id: 'no-spans', severity, text: `${text}: there is nothing to judge`, reasons: whyNoSpans.map(plain) }];
}

function failure({ input, outcome }: Report): readonly Notice[] {
  const end = input.kind === 'run' && programFailed(outcome) ? howItEnded(outcome) : null;
  if (end === null) return [];
  return [{ id: 'program-failed', severity: 'error', text: plain(`${input.entry} ${end}`), reasons: [] }];
}

function gaps({ summary, dropped }: Report): readonly Notice[] {
  const found: Notice[] = [];
  if (summary.cutOff !== null) {
    const text = `the recording is not whole: ${plain(summary.cutOff)}`;
    found.push({ id: 'not-whole', severity: 'warning', text, reasons: [] });
  }
  if (dropped.events > 0) {
    const reason = dropped.reason === null ? '' : `: ${plain(dropped.reason)}`;
    const text = `${countOf(dropped.events, 'event')} of the recording could not be used${reason}`;
    found.push({ id: 'dropped-events', severity: 'warning', text, reasons: [] });
  }
  return found;
}

function plain(text: string): string {
  return prose(text, '…');
}
