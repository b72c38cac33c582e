/** Members of a room have a long-lived span each; an announcement that goes to all of them is the announcer's work. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import memoizee from 'memoizee';
import mitt from 'mitt';

const tracer = trace.getTracer('rooms');

interface Member {
  readonly name: string;
  readonly inbox: string[];
}

class Room {
  readonly #members = new Set<Member>();
  readonly #bus = mitt<{ member: Member }>();
  text = '';

  constructor() {
    this.#bus.on('member', (member) => {
      const span = tracer.startSpan(`tell ${member.name}`);
      member.inbox.push(this.text);
      span.end();
    });
  }

  add(member: Member): void {
    this.#members.add(member);
  }

  announce(text: string): number {
    this.text = text;
    for (const one of this.#members) this.#bus.emit('member', one);
    return this.#members.size;
  }
}

const room = new Room();
const leave = memoizee(async (_name: string) => sleep(20), { promise: true });

async function join(name: string): Promise<string[]> {
  return tracer.startActiveSpan(`join ${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const member: Member = { name, inbox: [] };
    room.add(member);
    await leave(name);
    span.end();
    return member.inbox;
  });
}

async function announce(text: string): Promise<number> {
  return tracer.startActiveSpan('POST /announce', { kind: SpanKind.SERVER }, async (span) => {
    const count = room.announce(text);
    await sleep(1);
    span.end();
    return count;
  });
}

const joined = Promise.all([join('ada'), join('bob')]);
await sleep(2);
console.log(await announce('dinner!'));
console.log(await joined);
