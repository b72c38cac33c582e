/**
 * Are the verdicts the same everywhere? Runs the scenarios and the corpus on this Node and on others, and the corpus at
 * less evidence, prints a table, and fails where something differs from this Node at full evidence, or is invented.
 *
 *     npm run matrix [-- --nodes 22,24,26] [--only <pattern>] [--levels light,off]
 */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Judged } from '../test/corpus/judge.js';
import { nodeBinary, versionOf } from '../test/corpus/node-binary.js';
import { corpusResults, type Where } from './matrix/corpus-results.js';
import { differenceOf, inventionOf } from './matrix/differences.js';

const BIN = fileURLToPath(new URL('../bin/otel-ctx-doctor.js', import.meta.url));

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '22,24,26' },
    levels: { type: 'string', default: 'light,off' },
    only: { type: 'string', default: '' },
  },
});
const listed = (text: string): string[] => text.split(',').filter(Boolean);

interface Row {
  readonly name: string;
  readonly programs: number;
  readonly notRunnable: number;
  readonly complaints: readonly string[];
  readonly scenarios: boolean | null;
}

const rows: Row[] = [];
const here: Where = { node: process.execPath, evidence: 'full' };
const known = await corpusResults(here, values.only);
rows.push(rowOf(`Node ${versionOf(here.node)}`, known, [], scenariosAgree(here.node)));
show(rows[0] as Row);

for (const major of listed(values.nodes)) {
  const where = { node: nodeBinary(major), evidence: 'full' };
  const results = await corpusResults(where, values.only);
  const complaints = await complaintsAbout(where, results, (program) => {
    const before = known.get(program);
    return before ? differenceOf(before, results.get(program)) : null;
  });
  const row = rowOf(`Node ${versionOf(where.node)}`, results, complaints, scenariosAgree(where.node));
  rows.push(row);
  show(row);
}
for (const evidence of listed(values.levels)) {
  const where = { ...here, evidence };
  const results = await corpusResults(where, values.only);
  const complaints = await complaintsAbout(where, results, (program) => {
    const there = results.get(program);
    return there ? inventionOf(there) : null;
  });
  const row = rowOf(`evidence ${evidence}`, results, complaints, null);
  rows.push(row);
  show(row);
}
process.exitCode = rows.some(({ complaints, scenarios }) => complaints.length > 0 || scenarios === false) ? 1 : 0;

/** Programs with timers may be disturbed by a crowded machine: what is odd is run once more, alone. */
async function complaintsAbout(
  where: Where,
  results: Map<string, Judged>,
  complaintOf: (program: string) => string | null,
): Promise<string[]> {
  const complaints: string[] = [];
  for (const program of known.keys()) {
    if (complaintOf(program) === null) continue;
    for (const [again, judged] of await corpusResults(where, `^${program}[.]`)) results.set(again, judged);
    const complaint = complaintOf(program);
    if (complaint !== null) complaints.push(`${program}: ${complaint}`);
  }
  return complaints;
}

function scenariosAgree(node: string, again = true): boolean {
  const { status, stdout } = spawnSync(node, [BIN, 'scenarios', 'run', '--all', '--no-color'], { encoding: 'utf8' });
  if (status === 0) return true;
  // Their timers may be disturbed by a crowded machine, too.
  if (again) return scenariosAgree(node, false);
  console.log(stdout.slice(stdout.lastIndexOf('┘') + 1).trim());
  return false;
}

function rowOf(
  name: string,
  results: ReadonlyMap<string, Judged>,
  complaints: readonly string[],
  scenarios: boolean | null,
): Row {
  const notRunnable = [...results.values()].filter(({ runsAlone }) => !runsAlone).length;
  return { name, programs: results.size, notRunnable, complaints, scenarios };
}

function show({ name, programs, notRunnable, complaints, scenarios }: Row): void {
  const cells = [
    name.padEnd(16),
    `${programs} programs`.padStart(14),
    notRunnable > 0 ? `, ${notRunnable} do not run there by themselves` : '',
    complaints.length === 0 ? ', as expected' : `, ${complaints.length} not as expected`,
    scenarios === null ? '' : scenarios ? '; all scenarios as expected' : '; SCENARIOS DIFFER',
  ];
  console.log(cells.join(''));
  for (const complaint of complaints) console.log(`    ${complaint}`);
}
