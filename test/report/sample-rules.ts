import type { RuleTexts } from '../../src/report/sarif.js';

/** Two rules with help of a line; the real help is tested with `explain`. */
export const SAMPLE_RULES: readonly RuleTexts[] = (['orphan-span', 'trace-mismatch'] as const).map((id) => ({
  id,
  title: `what ${id} says`,
  severity: 'error',
  help: { text: `Help of ${id}.`, markdown: `# ${id}` },
}));
