/** Tenants travel in the baggage; contexts with baggage alone come before any span and go into the request's. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, createContextKey, propagation, SpanKind, trace } from '@opentelemetry/api';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

new NodeTracerProvider().register();
const tracer = trace.getTracer('tenants');
const LOCALE = createContextKey('locale');

const tenant = () => propagation.getActiveBaggage()?.getEntry('tenant')?.value ?? 'nobody';

function asTenant<T>(name: string, work: () => T): T {
  const baggage = propagation.createBaggage({ tenant: { value: name } });
  return context.with(propagation.setBaggage(context.active(), baggage), work);
}

const inLocale = <T>(locale: string, work: () => T) => context.with(context.active().setValue(LOCALE, locale), work);

async function load(what: string): Promise<string> {
  return tracer.startActiveSpan(`load ${what}`, { attributes: { tenant: tenant() } }, async (span) => {
    await sleep(1);
    span.end();
    return `${what} of ${tenant()} in ${String(context.active().getValue(LOCALE))}`;
  });
}

async function get(name: string, locale: string): Promise<string[]> {
  return asTenant(name, () =>
    inLocale(locale, () =>
      tracer.startActiveSpan(`GET /${name}`, { kind: SpanKind.SERVER }, async (span) => {
        const own = await load('profile');
        const other = await inLocale('en', () => load('terms'));
        const shared = await asTenant('shared', () => load('prices'));
        span.end();
        return [own, other, shared];
      }),
    ),
  );
}

console.log(await Promise.all([get('acme', 'de'), get('apex', 'fr')]));
