import { programFailed } from './program-failed.js';
import type { Report } from './report.js';
import { howItEnded } from './text/how-it-ended.js';
import { prose } from './text/prose.js';
import { countOf } from './text/words.js';

/** What a reader has to know beside the findings. */
export interface Notice {
  readonly id:
    | 'no-spans'
    | 'too-few-spans'
    | 'program-failed'
    | 'other-shape'
    | 'not-whole'
    | 'dropped-events'
    | 'unused';
  readonly severity: 'error' | 'warning';
  readonly text: string;
  /** Why it may be so. */
  readonly reasons: readonly string[];
}

/** What limits the verdict, or made it beside the findings. The same in all formats for machines. */
export function notices(report: Report): readonly Notice[] {
  return [...tooFewSpans(report), ...failure(report), ...shape(report), ...gaps(report), ...unused(report)];
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

function shape({ shape: compared }: Report): readonly Notice[] {
  if (compared?.state !== 'different') return [];
  const text = plain(`the traces look otherwise than ${compared.file} says`);
  return [{ id: 'other-shape', severity: 'error', text, reasons: compared.difference.filter(isChange).map(plain) }];
}

function isChange(line: string): boolean {
  return line.startsWith('+') || line.startsWith('-');
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

function unused({ unusedSilencers, unusedSettings }: Report): readonly Notice[] {
  const comments = unusedSilencers.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  const settings = unusedSettings.map(({ file, key, message }) => `${file}: ${key}: ${message}`);
  return [...comments, ...settings].map((text) => ({
    id: 'unused',
    severity: 'warning',
    text: plain(text),
    reasons: [],
  }));
}

function plain(text: string): string {
  return prose(text, '…');
}
