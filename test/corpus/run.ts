/**
 * How good is the doctor? Runs it on every program of the corpus and compares what it says with the faults that the
 * plain recording bears out (see `verify.ts`). `npm run corpus`; fails below the thresholds.
 *
 *     tsx test/corpus/run.ts [--only <pattern>] [--json] [--node <binary>] [--evidence <level>] [--report-only]
 *
 * At less than full evidence only what is said wrongly counts, not what is missed. `--report-only` never fails.
 */

import { parseArgs } from 'node:util';
import { ensureDependencies } from './dependencies.js';
import { runDoctor } from './doctor-run.js';
import { addUp, type Figures, renderFigures, thresholdsFor } from './figures.js';
import { type Judged, judge } from './judge.js';
import { runBare } from './plain-run.js';
import { listPrograms, type Program } from './programs.js';
import { twoAtATime } from './two-at-a-time.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean' },
    node: { type: 'string', default: process.execPath },
    evidence: { type: 'string', default: 'full' },
    'report-only': { type: 'boolean', default: false },
  },
});
const { node, evidence } = values;

ensureDependencies();
const judged = await twoAtATime(listPrograms(values.only), judgeProgram);
const figures = addUp(judged);
const failures = thresholdsFor(evidence)
  .filter(({ isBelow }) => isBelow(figures))
  .map(({ says }) => says);
console.log(values.json ? JSON.stringify({ figures, failures, programs: judged }, null, 2) : text(judged, figures));
process.exitCode = failures.length === 0 || values['report-only'] ? 0 : 1;

async function judgeProgram(program: Program): Promise<Judged> {
  const bare = await runBare(program, node);
  const ran = await runDoctor(program, node, evidence);
  if (!values.json) process.stderr.write('.');
  return judge(program, bare, ran);
}

function text(all: readonly Judged[], sums: Figures): string {
  const remarks = all.flatMap(({ program, remarks: of }) => of.map((remark) => `${program}: ${remark}`));
  return ['', renderFigures(sums), '', ...remarks, ...failures.map((failure) => `FAILED: ${failure}`)].join('\n');
}
