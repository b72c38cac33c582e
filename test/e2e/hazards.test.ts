import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonReport, plain } from './command.js';

/** The same code as a dependency, where callbacks are noted, and as the user's own, where everything is. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-hazards-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(resolve('node_modules/@opentelemetry'), join(folder, 'node_modules/@opentelemetry'));
  cpSync('fixtures/hazards', join(folder, 'node_modules/hazards'), { recursive: true });
  cpSync('fixtures/hazards', join(folder, 'hazards'), { recursive: true });
  for (const [entry, path] of [
    ['dependency.mjs', 'hazards/index.cjs'],
    ['own.mjs', './hazards/index.cjs'],
  ] as const)
    writeFileSync(join(folder, entry), PROGRAM.replace('HAZARDS', path));
});

const PROGRAM = `import { trace } from '@opentelemetry/api';
import hazards from 'HAZARDS';
const tracer = trace.getTracer('test');
for (const name of ['first', 'second']) {
  await tracer.startActiveSpan(name, async (span) => {
    process.stdout.write((await hazards.run()).splice(0).join('\\n') + '\\n');
    span.end();
  });
}
hazards.stop();
`;

describe('code of which a rewriter could make something else', () => {
  it.each(['dependency.mjs', 'own.mjs'])('does the same: %s', (entry) => {
    const { report, ran } = jsonReport(['--fail-on', 'never', entry], folder);
    const without = plain([entry], folder);
    expect(ran.stderr.split('\n')).toEqual((without.stdout + without.stderr).split('\n'));
    expect(without.stdout.split('\n').length).toBeGreaterThan(100);
    expect(report.outcome.exitCode).toBe(0);
    expect(report.setup.filter((line) => line.includes('rewritten'))).toEqual([]);
    expect(report.findings).toEqual([]);
  });
});
