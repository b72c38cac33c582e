/** The entry of a greeting service: sets up the tracing, starts the service, and greets somebody to see that it works. */

import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';
import { close, listen } from './service.js';

registerInstrumentations({ instrumentations: [new ExpressInstrumentation()] });

const address = await listen();
const response = await fetch(`${address}/greet/ada`);
console.log(response.status, await response.text());
close();
