// Writes a file of OTLP requests with known faults, and prints which: `npm run traces -- <file> [spans] [json|protobuf] [seed]`.
import { writeTraces } from '../test/large-traces/write-traces.js';

const [file, spans = '1000000', format = 'json', seed = '1'] = process.argv.slice(2);
if (file === undefined || (format !== 'json' && format !== 'protobuf')) {
  console.error('Usage: npm run traces -- <file> [spans] [json|protobuf] [seed]');
  process.exitCode = 2;
} else {
  const planted = writeTraces(file, { spans: Number(spans), format, seed: Number(seed) });
  console.log(JSON.stringify(planted, null, 2));
}
