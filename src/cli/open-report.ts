import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Report } from '../report/report.js';
import { plainStyle, writeAll, writeReportFile } from './io.js';
import type { JudgeOptions } from './options.js';
import { rendererFor } from './write-report.js';

/**
 * Opens the HTML report in the browser: the file of `--output html=<file>`, which has been written by now, or else one in a
 * new folder for temporary files, which stays, as the browser may read it at any time. That no browser opens is no failure.
 */
export async function openReport(report: Report, { output = [] }: JudgeOptions): Promise<void> {
  const asked = output.find(({ format }) => format === 'html')?.file;
  const file = asked ?? (await writtenAside(report));
  try {
    const { default: open } = await import('open');
    await open(resolve(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    writeAll(2, `otel-ctx-doctor: no browser could be started (${reason}); the report is ${file}\n`);
    return;
  }
  if (asked === undefined) writeAll(2, `otel-ctx-doctor: the HTML report is ${file}\n`);
}

async function writtenAside(report: Report): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-report-')), 'report.html');
  const render = await rendererFor('html');
  writeReportFile(file, render(report, await plainStyle(), false));
  return file;
}
