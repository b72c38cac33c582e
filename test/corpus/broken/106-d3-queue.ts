/** Map tiles are drawn one after another, in a d3-queue. */

import { SpanKind, trace } from '@opentelemetry/api';
import { queue } from 'd3-queue';

const tracer = trace.getTracer('tiles');
const tiles = queue(1);

function draw(x: number, y: number, drawn: (svg: string) => void): void {
  tiles.defer((done) => {
    const span = tracer.startSpan(`draw tile ${x}/${y}`);
    setTimeout(() => {
      span.end();
      drawn(`<svg data-x="${x}" data-y="${y}"/>`);
      done(null);
    }, 3);
  });
}

function get(x: number, y: number): Promise<string> {
  return tracer.startActiveSpan(
    `GET /tiles/${x}/${y}`,
    { kind: SpanKind.SERVER },
    (span) =>
      new Promise<string>((resolve) => {
        draw(x, y, (svg) => {
          span.end();
          resolve(svg);
        });
      }),
  );
}

console.log(await Promise.all([get(0, 0), get(1, 1), get(2, 2)]));
