import { expect, it } from 'vitest';
import { carryContextFix } from '../../src/rules/carry-context.js';
import type { Fault } from '../../src/rules/define-rule.js';

it.each([
  ['worker.postMessage({ cart, items });', 'worker.postMessage({ carrier, cart, items });'],
  ['worker.postMessage({});', 'worker.postMessage({ carrier });'],
  ['worker.postMessage({', 'worker.postMessage({ carrier,'],
  ['  port.postMessage(job);', 'port.postMessage({ carrier, job });'],
  ['port.postMessage(job, [job.buffer]);', 'port.postMessage({ carrier, job }, [job.buffer]);'],
  ['port.postMessage(this.job);', 'port.postMessage({ carrier, message: this.job });'],
  ["pool.exec('fib', [10]);", "pool.exec('fib', [carrier, 10]);"],
  ["pool.exec('fib', []);", "pool.exec('fib', [carrier]);"],
  ['return pool.run({ n });', 'return pool.run({ carrier, n });'],
  ['send(', 'port.postMessage({ carrier, job });'],
  ['', 'port.postMessage({ carrier, job });'],
])('%s', (line, expected) => {
  const fault = { mechanism: 'worker-thread' } as Fault;
  const { snippet } = carryContextFix(fault, { line, column: 0, block: [line], literal: null, async: false });
  expect(snippet?.split('\n')[2]).toBe(expected);
});

it.each([
  ["queue.publish('o', JSON.stringify(order));", "queue.publish('o', JSON.stringify({ carrier, ...order }));"],
  ['socket.send(JSON.stringify({ id, command }));', 'socket.send(JSON.stringify({ carrier, id, command }));'],
  ["await queue.add('welcome', { user });", "await queue.add('welcome', { carrier, user });"],
  ["await redis.publish('orders', text);", 'publish(topic, JSON.stringify({ carrier, ...message }));'],
  ['socket.send(', 'publish(topic, JSON.stringify({ carrier, ...message }));'],
])('%s, of a message', (line, expected) => {
  const fault = { mechanism: 'message' } as Fault;
  const { snippet } = carryContextFix(fault, { line, column: 0, block: [line], literal: null, async: false });
  expect(snippet?.split('\n')[2]).toBe(expected);
});
