import { structuredPatch } from 'diff';
import type { CodeChange, Hunk, HunkLine } from './explanation.js';
import type { ScenarioFiles } from './scenario-files.js';

/** Enough to see what a changed line stands in. */
const CONTEXT_LINES = 3;

/** What was changed in a scenario to put it right: of each file, and of each way to put it right. */
export function codeChanges({ files, boundary }: Pick<ScenarioFiles, 'files' | 'boundary'>): CodeChange[] {
  return Object.keys(files)
    .toSorted(programsFirst)
    .flatMap((fixed) => {
      const broken = brokenOf(fixed, files);
      if (broken === null) return [];
      const hunks = hunksOf(files[broken] ?? '', files[fixed] ?? '', boundary);
      return hunks.length === 0 ? [] : [{ broken, fixed, hunks }];
    });
}

/** `broken.ts` for `fixed.ts` and `fixed-link.ts`; for `job-fixed.ts` it is `job-broken.ts`, or `job.ts`. */
function brokenOf(fixed: string, files: ScenarioFiles['files']): string | null {
  const candidates = /^fixed/.test(fixed)
    ? [fixed.replace(/^fixed[^.]*/, 'broken')]
    : [fixed.replace(/-fixed\./, '-broken.'), fixed.replace(/-fixed\./, '.')];
  return candidates.find((name) => name !== fixed && Object.hasOwn(files, name)) ?? null;
}

function programsFirst(a: string, b: string): number {
  const rank = (name: string): number => (name === 'fixed.ts' ? 0 : name.startsWith('fixed') ? 1 : 2);
  return rank(a) - rank(b) || a.localeCompare(b);
}

function hunksOf(broken: string, fixed: string, boundary: string | null): Hunk[] {
  const { hunks } = structuredPatch('', '', broken, fixed, '', '', { context: CONTEXT_LINES });
  return hunks.map(({ oldStart, newStart, lines }) => ({
    brokenStart: oldStart,
    fixedStart: newStart,
    lines: lines.flatMap((line) => lineOf(line, boundary) ?? []),
  }));
}

const SIDES: Readonly<Record<string, HunkLine['side']>> = { ' ': 'both', '-': 'broken', '+': 'fixed' };

/** `null` for a remark about the end of a file. */
function lineOf(line: string, boundary: string | null): HunkLine | null {
  const side = SIDES[line.slice(0, 1)];
  const text = line.slice(1);
  return side ? { side, text, isBoundary: side !== 'fixed' && text.trim() === boundary } : null;
}
