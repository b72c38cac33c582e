/** The entry of a greeting service: sets up the tracing, starts the service, and greets somebody to see that it works. */

import { register } from 'node:module';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
registerInstrumentations({ instrumentations: [new ExpressInstrumentation()] });

// Not an import declaration: all of those are loaded before the first statement of a file.
const { close, listen } = await import('./service.js');

const address = await listen();
const response = await fetch(`${address}/greet/ada`);
console.log(response.status, await response.text());
close();
