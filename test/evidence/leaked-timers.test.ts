import { expect, it } from 'vitest';
import { run, type Script, SITE } from '../model/sample-run.js';

/** A timer that was started in `request`, and that starts a span each time. */
function ticks(turns: readonly number[]): (say: Script) => void {
  return ({ start, end, turn }) => {
    start('request', { at: SITE.request });
    end('request');
    let now = 0;
    for (const [index, at] of turns.entries()) {
      for (; now < at; now++) turn();
      start(`tick ${index}`, { parent: 'request', at: SITE.query, stale: [SITE.load, 1, index + 1] });
      turn();
      now++;
      end(`tick ${index}`);
    }
  };
}

it.each<readonly [string, readonly number[], readonly string[]]>([
  ['nothing that came once', [2], []],
  ['nothing that came in the turn of the end alone', [0], []],
  ['what comes again and again', [2, 4, 6], ['tick 0', 'tick 1', 'tick 2']],
  // A busy machine finds the timer due before it has come to the end of its turn.
  ['its first run in the turn of the end, too', [0, 4, 6], ['tick 0', 'tick 1', 'tick 2']],
])('a leaked context is %s', (_, turns, leaked) => {
  const { evidence } = run(ticks(turns));
  expect([...evidence.leaked.keys()].map(({ name }) => name)).toEqual(leaked);
});
