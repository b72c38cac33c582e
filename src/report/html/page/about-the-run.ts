import type { PageData } from '../page-data.js';
import { box, element, fold, text } from './dom.js';
import { findingDetail } from './finding-detail.js';
import { count, place } from './format.js';

const LEVELS: Readonly<Record<PageData['evidenceLevel'], string | null>> = {
  full: null,
  light: 'evidence was light: fewer ways of losing the context could be watched',
  off: 'evidence was off: only the spans themselves were judged',
  none: 'the input has no evidence: only the spans themselves were judged',
};

/** What is not about one finding: each closed, until somebody wants to know. */
export function aboutTheRun(data: PageData): HTMLElement {
  const { setup, silenced, unusedSilencers, unusedSettings, skippedRules, checkpoints, baseline, shape } = data;
  const level = LEVELS[data.evidenceLevel];
  const useless = [
    ...unusedSilencers.map(({ file, line, message }) => `${file}:${line}: ${message}`),
    ...unusedSettings.map(({ file, key, message }) => `${key} of ${file}: ${message}`),
  ];
  const notJudged = [
    ...(level === null ? [] : [level]),
    ...skippedRules.map(({ rule, reason }) => `${rule}: ${reason}`),
  ];
  return box(
    'about',
    element('h2', { className: 'said' }, 'About the run'),
    fold(
      `${silenced.length} silenced`,
      silenced.map((one) => silencedFinding(one)),
    ),
    fold(`${useless.length} silencing nothing`, useless),
    fold(
      `${count(baseline?.fixed.length ?? 0, 'known finding')} fixed`,
      (baseline?.fixed ?? []).map(
        ({ rule, file, source }) => `${rule}${file === null ? '' : ` in ${file}`}: ${source}`,
      ),
    ),
    shapeDifference(shape?.difference ?? []),
    fold(
      count(checkpoints.length, 'checkpoint'),
      checkpoints.map(({ label, location, spanName, valid }) => {
        const context = valid ? `in ${spanName ?? 'a span that is not known'}` : 'without a context';
        return `${label}: ${context}${location ? ` at ${place(location)}` : ''}`;
      }),
    ),
    fold(`${notJudged.length} not judged`, notJudged),
    fold('Set-up', setup),
  );
}

function silencedFinding({ finding, comment, setting, reason }: PageData['silenced'][number]): HTMLElement {
  const by = comment ? `${comment.file}:${comment.line}` : `${setting?.key} of ${setting?.file}`;
  return element(
    'details',
    {},
    element('summary', {}, text('rule', finding.rule), ` by ${by}: ${reason}`),
    findingDetail(finding, null),
  );
}

const KINDS: Readonly<Record<string, string>> = { '-': 'removed', '+': 'added' };

function shapeDifference(lines: readonly string[]): HTMLElement | null {
  if (lines.length === 0) return null;
  const rows = lines.map((line) =>
    element('div', { className: `line ${KINDS[line[0] ?? ''] ?? ''}` }, text('source', line)),
  );
  return element(
    'details',
    { className: 'shape' },
    element('summary', {}, 'Shape differs'),
    element(
      'div',
      { className: 'code', tabIndex: 0, attributes: { role: 'group', 'aria-label': 'Difference' } },
      ...rows,
    ),
  );
}
