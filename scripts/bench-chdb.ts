// How long `check` takes for a file of OTLP JSON lines, and how long ClickHouse, embedded, for the question after missing parents
// alone, in turns: `npx tsx scripts/bench-chdb.ts <file> [rounds]`. Build first.
import { spawnSync } from 'node:child_process';
import { chdbMissingParents } from './bench-chdb/chdb-missing-parents.js';

const LIMIT = 2;
const OUTPUT_AT_MOST = 256 * 1024 * 1024;

const [file, rounds = '3'] = process.argv.slice(2);
if (file === undefined) {
  console.error('Usage: npx tsx scripts/bench-chdb.ts <file of OTLP JSON lines> [rounds]');
  process.exitCode = 2;
} else {
  const asked = Array.from({ length: Number(rounds) }, () => ({
    chdb: chdbMissingParents(file),
    check: checkMs(file),
  }));
  const best = Math.min(...asked.map(({ chdb }) => chdb.ms));
  const ours = Math.min(...asked.map(({ check }) => check));
  for (const { chdb, check } of asked)
    console.log(
      `chdb ${chdb.ms.toFixed(0)} ms, ${chdb.megabytes.toFixed(0)} MB, ${chdb.missing} missing parents; check ${check.toFixed(0)} ms`,
    );
  console.log(`check takes ${(ours / best).toFixed(2)} x of chdb (limit ${LIMIT})`);
  process.exitCode = ours / best <= LIMIT ? 0 : 1;
}

function checkMs(of: string): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['bin/otel-ctx-doctor.js', 'check', of, '--format', 'json', '--fail-on', 'never'],
    { encoding: 'utf8', maxBuffer: OUTPUT_AT_MOST },
  );
  if (status !== 0) throw new Error(`check ended with ${status}: ${stderr}`);
  return performance.now() - began;
}
