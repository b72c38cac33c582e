/** A child process: writes a report on stdout. */

import { trace } from '@opentelemetry/api';

const [month = ''] = process.argv.slice(2);
const span = trace.getTracer('report').startSpan(`compile ${month}`);
process.stdout.write(`report of ${month}`);
span.end();
