/** Accounts, one booking at a time: async-lock runs the next one where the last one ended. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import AsyncLock from 'async-lock';

const tracer = trace.getTracer('accounts');
const lock = new AsyncLock({ timeout: 1000 });
const balances = new Map([['savings', 100]]);

function debit(account: string, amount: number): Promise<number> {
  return lock.acquire(account, async () => {
    const span = tracer.startSpan(`debit ${amount}`, { attributes: { account } });
    const balance = (balances.get(account) ?? 0) - amount;
    await sleep(4);
    if (balance >= 0) balances.set(account, balance);
    span.end();
    return balances.get(account) ?? 0;
  });
}

async function handle(amount: number): Promise<string> {
  return tracer.startActiveSpan(`POST /debit/${amount}`, { kind: SpanKind.SERVER }, async (request) => {
    try {
      return `after ${amount}: ${await debit('savings', amount)}`;
    } finally {
      request.end();
    }
  });
}

console.log(await Promise.all([20, 30, 40].map(handle)));
