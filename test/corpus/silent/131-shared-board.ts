/** Cards that two open requests have put on a board are drawn by a third: what it draws is its own work. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import pMap from 'p-map';

const tracer = trace.getTracer('board');

interface Card {
  readonly id: number;
  readonly text: string;
}

const board: Card[] = [];

async function check(card: Card, ms: number): Promise<void> {
  const span = tracer.startSpan(`check card ${card.id}`);
  await sleep(ms);
  span.end();
}

async function post(id: number, text: string): Promise<number> {
  return tracer.startActiveSpan(`POST /cards/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const card: Card = { id, text };
    board.push(card);
    await check(card, 15);
    span.end();
    return board.length;
  });
}

async function draw(card: Card): Promise<string> {
  const span = tracer.startSpan(`draw card ${card.id}`);
  await sleep(1);
  span.end();
  return `[${card.text}]`;
}

async function getBoard(): Promise<string> {
  return tracer.startActiveSpan('GET /board', { kind: SpanKind.SERVER }, async (span) => {
    const drawn = await pMap(board, draw, { concurrency: 1 });
    span.end();
    return drawn.join(' ');
  });
}

const posted = Promise.all([post(1, 'write'), post(2, 'test')]);
await sleep(3);
console.log(await getBoard());
console.log(await posted);
