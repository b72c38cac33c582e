/** Spans made afterwards, out of timings that a build tool wrote down. */

import { context, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('builds');

interface Step {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly steps?: readonly Step[];
}

const begin = Date.UTC(2026, 0, 5, 9);
const build: Step = {
  name: 'build',
  from: 0,
  to: 900,
  steps: [
    { name: 'install', from: 10, to: 400, steps: [{ name: 'download', from: 20, to: 390 }] },
    { name: 'compile', from: 400, to: 700 },
    { name: 'test', from: 400, to: 880 },
  ],
};

function replay({ name, from, to, steps = [] }: Step, parent = context.active()): number {
  const span = tracer.startSpan(name, { startTime: begin + from }, parent);
  const count = steps.reduce((sum, step) => sum + replay(step, trace.setSpan(parent, span)), 1);
  span.end(begin + to);
  return count;
}

function replayLines(lines: readonly string[]): number {
  const span = tracer.startSpan('deploy', { startTime: begin + 1000 });
  const parent = trace.setSpan(context.active(), span);
  span.end(begin + 1000 + lines.length * 10);
  for (const [index, line] of lines.entries()) {
    const startTime = begin + 1000 + index * 10;
    tracer.startSpan(line, { startTime }, parent).end(startTime + 10);
  }
  return lines.length;
}

await tracer.startActiveSpan('POST /builds', { kind: SpanKind.SERVER, root: true }, async (span) => {
  console.log(replay(build), replayLines(['upload', 'switch over']));
  span.end();
});
