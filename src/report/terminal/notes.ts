import type { Report } from '../report.js';
import type { Style } from '../style.js';
import { fixedFindings, knownFindings } from './baseline.js';
import { prose } from '../text/prose.js';
import { countOf } from '../text/words.js';
import { PROSE_COLUMNS, wrapText } from './wrap-text.js';

const NOTES_SHOWN = 6;
const REASONS_SHOWN = 4;
const RULES_SHOWN = 4;
const SILENCED_SHOWN = 4;

const LEVELS: Readonly<Record<Report['evidenceLevel'], string | null>> = {
  full: null,
  light: 'evidence was light: fewer ways of losing the context could be watched',
  off: 'evidence was off: only the spans themselves were judged',
  none: 'the input has no evidence: only the spans themselves were judged',
};

/** What was seen of the app's set-up, and what could not be judged: silence of a rule that did not run is no praise. */
export function notes(report: Report, style: Style): readonly string[] {
  return [
    ...section(
      'Set-up',
      report.setup.map((note) => prose(note, style.glyphs.ellipsis)),
      NOTES_SHOWN,
      style,
    ),
    ...section('Known', knownFindings(report, style), SILENCED_SHOWN, style),
    ...section('Fixed', fixedFindings(report, style), SILENCED_SHOWN, style),
    ...section('Silenced', silenced(report, style), SILENCED_SHOWN, style),
    ...section('Comments without effect', uselessComments(report, style), SILENCED_SHOWN, style),
    ...section('Settings without effect', uselessSettings(report, style), SILENCED_SHOWN, style),
    ...section('Not judged', [...level(report), ...skipped(report, style)], REASONS_SHOWN + 1, style),
  ];
}

function section(title: string, items: readonly string[], most: number, style: Style): readonly string[] {
  if (items.length === 0) return [];
  const columns = Math.min(style.columns, PROSE_COLUMNS) - 4;
  const lines = items
    .slice(0, most)
    .flatMap((item) =>
      wrapText(item, columns).map((line, index) => `  ${index === 0 ? style.glyphs.bullet : ' '} ${line}`),
    );
  const rest = items.length - most;
  const more = rest > 0 ? [style.dim(`  ${style.glyphs.ellipsis} and ${countOf(rest, 'more', 'more')}`)] : [];
  return ['', style.heading(title), ...lines, ...more];
}

function silenced(report: Report, { glyphs }: Style): readonly string[] {
  return report.silenced.map(({ finding, comment, setting, reason }) => {
    const by = comment ? `at ${comment.file}:${comment.line}` : `by ${setting?.key} of ${setting?.file}`;
    return prose(`${finding.rule} ${by}: ${reason}`, glyphs.ellipsis);
  });
}

function uselessComments(report: Report, { glyphs }: Style): readonly string[] {
  return report.unusedSilencers.map(({ file, line, message }) => prose(`${file}:${line}: ${message}`, glyphs.ellipsis));
}

function uselessSettings(report: Report, { glyphs }: Style): readonly string[] {
  return report.unusedSettings.map(({ file, key, message }) => prose(`${key} of ${file}: ${message}`, glyphs.ellipsis));
}

function level({ evidenceLevel }: Report): readonly string[] {
  const text = LEVELS[evidenceLevel];
  return text === null ? [] : [text];
}

/** Most rules are skipped for one and the same reason. */
function skipped({ skippedRules }: Report, { glyphs }: Style): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { rule, reason } of skippedRules) {
    const rules = byReason.get(reason) ?? [];
    rules.push(rule);
    byReason.set(reason, rules);
  }
  return [...byReason].map(([reason, rules]) => {
    const rest = rules.length - RULES_SHOWN;
    const names = rest > 1 ? `${rules.slice(0, RULES_SHOWN).join(', ')} and ${rest} more rules` : rules.join(', ');
    return prose(`${names}: ${reason}`, glyphs.ellipsis);
  });
}
