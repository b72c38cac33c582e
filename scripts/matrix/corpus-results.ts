import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Judged } from '../../test/corpus/judge.js';

const RUN = fileURLToPath(new URL('../../test/corpus/run.ts', import.meta.url));
const OUTPUT_AT_MOST = 64 * 1024 * 1024;

export interface Where {
  readonly node: string;
  readonly evidence: string;
}

/** What the corpus says there, by program. */
export async function corpusResults({ node, evidence }: Where, only: string): Promise<Map<string, Judged>> {
  const options = ['--json', '--report-only', '--node', node, '--evidence', evidence, '--only', only];
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', RUN, ...options], {
    maxBuffer: OUTPUT_AT_MOST,
  });
  const { programs } = JSON.parse(stdout) as { programs: Judged[] };
  return new Map(programs.map((one) => [one.program, one]));
}
