/** The figures are asked for first thing in the request, and awaited in the rendering, which is a child span. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import needle from 'needle';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

const tracer = trace.getTracer('reports');
const source = createServer((_request, response) => response.end('[3,1,2]'));
source.listen(0, '127.0.0.1');
await once(source, 'listening');
const url = `http://127.0.0.1:${(source.address() as AddressInfo).port}`;

async function loadFigures(): Promise<number[]> {
  const span = tracer.startSpan('load figures', { kind: SpanKind.CLIENT });
  const answer = await needle('get', url);
  span.end();
  return JSON.parse(String(answer.body));
}

async function draw(figures: number[]): Promise<string> {
  return tracer.startActiveSpan('draw chart', async (span) => {
    await sleep(1);
    span.end();
    return figures.map((figure) => '#'.repeat(figure)).join('\n');
  });
}

async function render(figures: Promise<number[]>): Promise<string> {
  return tracer.startActiveSpan('render report', async (span) => {
    const chart = await draw(await figures);
    span.end();
    return chart;
  });
}

async function getReport(): Promise<string> {
  return tracer.startActiveSpan('GET /report', { kind: SpanKind.SERVER }, async (span) => {
    const figures = loadFigures();
    const report = await render(figures);
    span.end();
    return report;
  });
}

console.log(await getReport());
source.close();
