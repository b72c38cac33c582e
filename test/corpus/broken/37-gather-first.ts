/** A crawler: `p-map` is on its way before the span that waits for it is started. */

import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import pMap from 'p-map';

const tracer = trace.getTracer('crawler');

async function crawl(url: string): Promise<{ url: string; size: number }> {
  return tracer.startActiveSpan(`crawl ${url}`, async (span) => {
    await sleep(3);
    span.setAttribute('url.path', url);
    span.end();
    return { url, size: url.length * 100 };
  });
}

async function writeIndex(found: readonly { url: string; size: number }[]): Promise<string> {
  const span = tracer.startSpan('write index');
  await sleep(1);
  span.end();
  return found.map(({ url, size }) => `${url}:${size}`).join(' ');
}

async function crawlSite(urls: readonly string[]): Promise<string> {
  const pages = pMap(urls, crawl, { concurrency: 2 });
  return tracer.startActiveSpan('crawl site', async (span) => {
    try {
      return await writeIndex(await pages);
    } finally {
      span.end();
    }
  });
}

console.log(await crawlSite(['/a', '/b', '/c']));
