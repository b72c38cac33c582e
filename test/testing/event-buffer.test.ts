import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { StartEvent } from '../../src/protocol/trace-event.js';
import { EventBuffer } from '../../src/testing/event-buffer.js';

const start = (q: number): StartEvent => ({ t: 's', q, k: 1, ms: q, id: String(q), n: 'a', tr: 't' });

describe('EventBuffer', () => {
  it('holds nothing but what is open while nobody records', () => {
    const buffer = new EventBuffer();
    for (let q = 1; q <= 10_000; q++) {
      buffer.write(start(q));
      if (q % 100 !== 0) buffer.write({ t: 'e', q, k: 1, ms: q });
    }
    expect(buffer.openSpans).toBe(100);
    expect(buffer.begin()).toHaveLength(100);
  });

  it('gives each recording what comes meanwhile', () => {
    const buffer = new EventBuffer();
    const outer = buffer.begin();
    buffer.write(start(1));
    const inner = buffer.begin();
    buffer.write(start(2));
    buffer.end(inner);
    buffer.write(start(3));
    expect([outer.length, inner.length]).toEqual([3, 2]);
  });

  it('counts turns of the event loop', async () => {
    const buffer = new EventBuffer();
    const first = buffer.turn;
    expect(buffer.turn).toBe(first);
    await nextTurn();
    await nextTurn();
    expect(buffer.turn).toBeGreaterThan(first);
  });
});
