/**
 * Are the expectations of the corpus true? Runs each program under a plain recording, without the doctor, and checks
 * that what was recorded differs from the intended tree by the listed faults and by nothing else: that the library, in
 * the version installed, really loses the context as the data claims.
 *
 *     tsx test/corpus/verify.ts [--only <pattern>] [--tree]
 */

import { parseArgs } from 'node:util';
import { ensureDependencies } from './dependencies.js';
import { type PlainRun, runPlain, SLOW_MS } from './plain-run.js';
import { CORPUS, intendedEdges, listPrograms, type Program } from './programs.js';
import { renderTree } from './recording.mjs';
import { isOk } from './run-node.js';
import { twoAtATime } from './two-at-a-time.js';

const { values } = parseArgs({ options: { only: { type: 'string' }, tree: { type: 'boolean' } } });

ensureDependencies(CORPUS);
let wrong = 0;
await twoAtATime(listPrograms(values.only), async (program) => {
  const run = await runPlain(program);
  const complaints = [...wrongRun(run), ...wrongData(program), ...wrongTree(program, run)];
  if (complaints.length > 0) wrong++;
  console.log(`${complaints.length === 0 ? 'ok   ' : 'WRONG'} ${program.id} (${run.durationMs} ms)`);
  for (const complaint of complaints) console.log(`      ${complaint}`);
  if (complaints.length > 0 || values.tree) console.log(renderTree(run.spans).replaceAll(/^(?=.)/gm, '      | '));
});
console.log(wrong === 0 ? 'every expectation is borne out' : `${wrong} programs are not as their data says`);
process.exitCode = wrong === 0 ? 0 : 1;

function wrongRun(run: PlainRun): string[] {
  const complaints: string[] = [];
  if (!isOk(run)) complaints.push(`ended with ${run.code ?? run.signal}: ${run.stderr.slice(0, 2000)}`);
  if (run.stdout === '') complaints.push('printed nothing');
  if (run.stderr !== '' && isOk(run)) complaints.push(`wrote to stderr: ${run.stderr.slice(0, 500)}`);
  if (run.durationMs > SLOW_MS) complaints.push('took too long');
  return complaints;
}

function wrongData({ id, boundary, faults, source }: Program): string[] {
  const broken = id.startsWith('broken/');
  const complaints: string[] = [];
  if (broken !== faults.length > 0) complaints.push(`${faults.length} faults`);
  const lines = source.split('\n').map((line) => line.trim());
  for (const line of new Set([boundary, ...faults.map((fault) => fault.boundary ?? boundary)])) {
    const times = lines.filter((other) => other === line).length;
    if (line !== null && times !== 1) complaints.push(`the boundary stands there ${times} times: ${line}`);
  }
  return complaints;
}

function wrongTree(program: Program, { spans }: PlainRun): string[] {
  const faults = [...program.faults];
  const expected = intendedEdges(program.tree).map(({ span, parent }) => {
    const at = faults.findIndex((fault) => fault.span === span && fault.expectedParent === parent && !fault.late);
    const fault = at < 0 ? undefined : faults.splice(at, 1)[0];
    return edge(span, fault === undefined ? parent : fault.actualParent);
  });
  const excused = new Set([
    ...program.faults.filter((fault) => !fault.late).map((fault) => fault.span),
    ...(program.closedLater ?? []),
  ]);
  return [
    ...faults.filter((fault) => !fault.late).map((fault) => `not in the intended tree: ${fault.span}`),
    ...difference(
      expected,
      spans.map((span) => edge(span.name, span.parentName)),
    ),
    ...difference(
      program.faults.filter((fault) => fault.late).map((fault) => `late: ${fault.span}`),
      spans.filter((span) => span.late && !excused.has(span.name)).map((span) => `late: ${span.name}`),
    ),
    ...spans.filter((span) => !span.ended).map((span) => `never ended: ${span.name}`),
  ];
}

function edge(span: string, parent: string | null): string {
  return `${span} <- ${parent ?? '(root)'}`;
}

/** Both hold some strings more than once. */
function difference(expected: readonly string[], actual: readonly string[]): string[] {
  const missing = [...expected];
  const surplus: string[] = [];
  for (const one of actual) {
    const at = missing.indexOf(one);
    if (at < 0) surplus.push(one);
    else missing.splice(at, 1);
  }
  return [...missing.map((one) => `expected, not seen: ${one}`), ...surplus.map((one) => `seen, not expected: ${one}`)];
}
