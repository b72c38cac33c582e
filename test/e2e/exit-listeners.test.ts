import { expect, it } from 'vitest';
import { jsonReport, project } from './command.js';

const SPANS = `
import { trace } from '@opentelemetry/api';
const tracer = trace.getTracer('test');
const work = () => tracer.startActiveSpan('work', (span) => span.end());
`;

it.each([
  ['that sets the exit code', 'process.exitCode = 4;'],
  ['that leaves by itself', 'process.exit(4);'],
  ['that leaves with the code that is set', 'process.exitCode = 4; process.exit();'],
])('spans that end in an exit listener %s are recorded, and nothing is missing', (_, leave) => {
  const folder = project({ 'app.mjs': `${SPANS} work(); process.on('exit', () => { work(); ${leave} });` });
  const { report } = jsonReport(['app.mjs'], folder);
  expect(report.outcome.exitCode).toBe(4);
  expect(report.summary).toMatchObject({ spans: 2, cutOff: null });
});
