import { appendFileSync } from 'node:fs';
import type { Report } from '../report/report.js';
import { writeAll } from './io.js';

/**
 * Shows the report on the page of a GitHub job. The steps before may have written there, too.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary
 */
export async function writeJobSummary(report: Report): Promise<void> {
  const file = process.env['GITHUB_STEP_SUMMARY'];
  if (!file) return;
  const { renderMarkdown } = await import('../report/markdown.js');
  try {
    appendFileSync(file, `${renderMarkdown(report)}\n`);
  } catch (error) {
    // The annotations are there; a summary that cannot be written is no reason to fail a build.
    writeAll(2, `otel-ctx-doctor: no job summary: ${(error as Error).message}\n`);
  }
}
