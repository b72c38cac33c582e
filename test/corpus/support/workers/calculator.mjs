/** The far side of a comlink object. */

import { parentPort } from 'node:worker_threads';
import { trace } from '@opentelemetry/api';
import * as Comlink from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';

const tracer = trace.getTracer('calculator');

Comlink.expose(
  {
    power(base, exponent) {
      const span = tracer.startSpan(`power ${base}^${exponent}`);
      const result = base ** exponent;
      span.end();
      return result;
    },
  },
  nodeEndpoint(parentPort),
);
