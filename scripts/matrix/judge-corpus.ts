import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Judged } from '../../test/corpus/judge.js';
import { nodeBinary, versionOf } from '../../test/corpus/node-binary.js';
import { corpusResults, type Where } from './corpus-results.js';
import { differenceOf, inventionOf } from './differences.js';

const BIN = fileURLToPath(new URL('../../bin/otel-ctx-doctor.js', import.meta.url));

export interface CorpusAxes {
  /** Major versions, or binaries. */
  readonly nodes: readonly string[];
  readonly levels: readonly string[];
  /** A pattern of the programs' names, '' for all. */
  readonly only: string;
}

interface Row {
  readonly name: string;
  readonly programs: number;
  readonly notRunnable: number;
  readonly complaints: readonly string[];
  readonly scenarios: boolean | null;
}

/** Corpus and scenarios here and on the other versions of Node, the corpus also with less evidence. Are all as expected? */
export async function judgeCorpus({ nodes, levels, only }: CorpusAxes): Promise<boolean> {
  const rows: Row[] = [];
  const here: Where = { node: process.execPath, evidence: 'full' };
  const known = await corpusResults(here, only);
  rows.push(rowOf(`Node ${versionOf(here.node)}`, known, [], scenariosAgree(here.node)));
  show(rows[0] as Row);

  for (const major of nodes) {
    const where = { node: nodeBinary(major), evidence: 'full' };
    const results = await corpusResults(where, only);
    const complaints = await complaintsAbout(where, results, known, (program) => {
      const before = known.get(program);
      return before ? differenceOf(before, results.get(program)) : null;
    });
    const row = rowOf(`Node ${versionOf(where.node)}`, results, complaints, scenariosAgree(where.node));
    rows.push(row);
    show(row);
  }
  for (const evidence of levels) {
    const where = { ...here, evidence };
    const results = await corpusResults(where, only);
    const complaints = await complaintsAbout(where, results, known, (program) => {
      const there = results.get(program);
      return there ? inventionOf(there) : null;
    });
    const row = rowOf(`evidence ${evidence}`, results, complaints, null);
    rows.push(row);
    show(row);
  }
  return rows.every(({ complaints, scenarios }) => complaints.length === 0 && scenarios !== false);
}

/** Programs with timers may be disturbed by a crowded machine: what is odd is run once more, alone. */
async function complaintsAbout(
  where: Where,
  results: Map<string, Judged>,
  known: ReadonlyMap<string, Judged>,
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
  // Below the table stands what differs.
  console.log(stdout.slice(stdout.indexOf('\n\n')).trim());
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
