/**
 * How good is the doctor? Runs it on every program of the corpus and compares what it says with the faults that the
 * plain recording bears out (see `verify.ts`). `npm run corpus`; fails below the thresholds.
 *
 *     tsx test/corpus/run.ts [--only <pattern>] [--json] [--node <major>] [--evidence <level>] [--report-only]
 *
 * `--node 26` fetches the newest of that version. At less than full evidence only what is said wrongly counts, not what
 * is missed. `--report-only` never fails.
 */

import { parseArgs } from 'node:util';
import { ensureDependencies } from './dependencies.js';
import { runDoctor } from './doctor-run.js';
import { addUp, type Figures, renderFigures, thresholdsFor } from './figures.js';
import { type Judged, judge } from './judge.js';
import { runBare } from './plain-run.js';
import { nodeBinary } from './node-binary.js';
import { CORPUS, listPrograms, type Program } from './programs.js';
import { twoAtATime } from './two-at-a-time.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean' },
    node: { type: 'string' },
    evidence: { type: 'string', default: 'full' },
    'report-only': { type: 'boolean', default: false },
  },
});
const { evidence } = values;
const node = values.node === undefined ? process.execPath : nodeBinary(values.node);

ensureDependencies(CORPUS);
const judged = await twoAtATime(listPrograms(values.only), judgeProgram);
const figures = addUp(judged);
const notRunnable = judged.filter(({ runsAlone }) => !runsAlone).map(({ program }) => program);
const failures = thresholdsFor(evidence)
  .filter(({ isBelow }) => isBelow(figures))
  .map(({ says }) => says);
// Elsewhere than on the Node that they were installed with, libraries may not run; here they have to.
if (notRunnable.length > 0 && node === process.execPath) failures.push('programs do not run by themselves');
console.log(values.json ? JSON.stringify({ figures, failures, programs: judged }, null, 2) : text(judged, figures));
process.exitCode = failures.length === 0 || values['report-only'] ? 0 : 1;

async function judgeProgram(program: Program): Promise<Judged> {
  const bare = await runBare(program, node);
  const ran = await runDoctor(program, node, evidence);
  if (!values.json) process.stderr.write('.');
  return judge(program, bare, ran, evidence);
}

function text(all: readonly Judged[], sums: Figures): string {
  const remarks = all.flatMap(({ program, remarks: of }) => of.map((remark) => `${program}: ${remark}`));
  const unable = notRunnable.map((program) => `${program} does not run by itself`);
  return ['', renderFigures(sums), '', ...unable, ...remarks, ...failures.map((failure) => `FAILED: ${failure}`)].join(
    '\n',
  );
}
