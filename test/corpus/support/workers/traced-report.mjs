/** A child process: writes a report on stdout, in the trace of who started it. */

import { propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';

const [month = ''] = process.argv.slice(2);
const parent = propagation.extract(ROOT_CONTEXT, { traceparent: process.env.TRACEPARENT ?? '' });
const span = trace.getTracer('report').startSpan(`compile ${month}`, {}, parent);
process.stdout.write(`report of ${month}`);
span.end();
