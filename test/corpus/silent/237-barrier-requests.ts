/** A barrier: players wait until the table is full; whoever comes last lets the others go, each in his own trace. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('games');

class Table {
  readonly #players: string[] = [];
  readonly #size: number;
  readonly full: Promise<readonly string[]>;
  #start: (players: readonly string[]) => void = () => {};

  constructor(size: number) {
    this.#size = size;
    this.full = new Promise((resolve) => {
      this.#start = resolve;
    });
  }

  join(player: string): void {
    this.#players.push(player);
    if (this.#players.length === this.#size) this.#start(this.#players);
  }
}

const tables = new Map<string, Table>();

async function join(game: string, player: string): Promise<string> {
  return tracer.startActiveSpan(`POST /${game}/${player}`, { kind: SpanKind.SERVER }, async (span) => {
    const table = tables.get(game) ?? new Table(3);
    tables.set(game, table);
    const seat = tracer.startSpan(`seat ${player}`);
    await sleep(player.length);
    seat.end();
    table.join(player);
    const others = await table.full;
    const deal = tracer.startSpan(`deal to ${player}`);
    await sleep(1);
    deal.end();
    span.end();
    return `${player} of ${others.length}`;
  });
}

console.log(await Promise.all(['ada', 'robert', 'evelyn12'].map((player) => join('whist', player))));
