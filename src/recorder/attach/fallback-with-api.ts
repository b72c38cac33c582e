import { ProxyTracerProvider } from '@opentelemetry/api';

/**
 * The same SDK for copies of the API that were bundled into the app's file. It stands on a copy of its own, whose check
 * of versions is left out when it is bundled: it has to use the slot whatever version that has.
 */
export { makeFallback } from './fallback-sdk.js';

/** What the API has where nobody has registered anything. */
export function noProvider() {
  return new ProxyTracerProvider().getDelegate();
}
