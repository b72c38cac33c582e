// JSON.parse over the lines of a file, and nothing else: what reading is measured by. Prints the milliseconds.
import { openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 10;

const fd = openSync(process.argv[2], 'r');
const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
const started = performance.now();
let rest = Buffer.alloc(0);
for (let got = readSync(fd, chunk); got > 0; got = readSync(fd, chunk)) {
  const bytes = chunk.subarray(0, got);
  let from = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
    const line = rest.length === 0 ? bytes.subarray(from, end) : Buffer.concat([rest, bytes.subarray(from, end)]);
    JSON.parse(line.toString('utf8'));
    rest = rest.length === 0 ? rest : Buffer.alloc(0);
    from = end + 1;
  }
  if (from < got) rest = Buffer.concat([rest, bytes.subarray(from)]);
}
console.log(performance.now() - started);
