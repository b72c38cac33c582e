import { expect, it } from 'vitest';
import { carryContextFix } from '../../src/rules/carry-context.js';
import type { Fault } from '../../src/rules/define-rule.js';
import { textOf } from './sample-texts.js';

/** The line that sends. */
function sends(mechanism: Fault['mechanism'], line: string): string | undefined {
  const fix = carryContextFix({ mechanism } as Fault, textOf(line));
  return fix.snippet?.split('\n')[2];
}

it.each([
  ['worker.postMessage({ cart, items });', 'worker.postMessage({ carrier, cart, items });'],
  ['worker.postMessage({});', 'worker.postMessage({ carrier });'],
  ['  port.postMessage(job);', 'port.postMessage({ carrier, job });'],
  ['port.postMessage(job, [job.buffer]);', 'port.postMessage({ carrier, job }, [job.buffer]);'],
  ['port.postMessage(this.job);', 'port.postMessage({ carrier, message: this.job });'],
  ['port!.postMessage(job as Job);', 'port!.postMessage({ carrier, message: job as Job });'],
  ["pool.exec('fib', [10]);", "pool.exec('fib', [10, carrier]);"],
  ["pool.exec('fib', []);", "pool.exec('fib', [carrier]);"],
  ['const digest = pool.run({ n });', 'const digest = pool.run({ carrier, n });'],
  ['counter.countWords(text);', 'counter.countWords(text, carrier);'],
  ['workers(file, (error) => { done(error); });', 'workers(file, carrier, (error) => { done(error); });'],
  ['send(', undefined],
  ['', undefined],
])('%s', (line, expected) => {
  expect(sends('worker-thread', line)).toBe(expected);
});

it.each([
  ["queue.publish('o', JSON.stringify(order));", "queue.publish('o', JSON.stringify({ carrier, ...order }));"],
  ['socket.send(JSON.stringify({ id, command }));', 'socket.send(JSON.stringify({ carrier, id, command }));'],
  ["await queue.add('welcome', { user });", "await queue.add('welcome', { carrier, user });"],
  ["await redis.publish('orders', text);", undefined],
  ['socket.send(', undefined],
])('%s, of a message', (line, expected) => {
  expect(sends('message', line)).toBe(expected);
});
