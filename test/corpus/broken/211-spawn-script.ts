/** A script is spawned with the environment alone. */

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('thumbs');
const SCRIPT = `
  const { trace } = require('@opentelemetry/api');
  const span = trace.getTracer('script').startSpan('convert ' + process.argv[1]);
  console.log('converted ' + process.argv[1]);
  span.end();
`;

function convert(image: string): Promise<string> {
  const child = spawn(process.execPath, ['-e', SCRIPT, image], { cwd: import.meta.dirname });
  return text(child.stdout);
}

async function post(image: string): Promise<string> {
  return tracer.startActiveSpan(`POST /thumbs/${image}`, { kind: SpanKind.SERVER }, async (span) => {
    const said = await convert(image);
    span.end();
    return said.trim();
  });
}

console.log(await post('cat'));
