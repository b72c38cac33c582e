/** A job for cron: closes the accounts of the month, says how many, and leaves. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { Collector } from './collector.js';

const collector = new Collector();
const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(collector)] });
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(provider);
const tracer = trace.getTracer('accounts');

async function closeAccount(account: string): Promise<void> {
  await tracer.startActiveSpan(`close ${account}`, async (span) => {
    await sleep(2);
    span.end();
  });
}

async function closeMonth(accounts: readonly string[]): Promise<number> {
  return tracer.startActiveSpan('close month', async (span) => {
    for (const account of accounts) await closeAccount(account);
    span.end();
    return accounts.length;
  });
}

process.on('exit', () => console.log(`the collector got ${collector.received.length} spans`));

console.log(`closed ${await closeMonth(['rent', 'wages', 'travel'])} accounts`);
await provider.shutdown();
process.exit(0);
