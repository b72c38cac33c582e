// Reads and judges files that were damaged by chance, of each format in turn, and a tenth as many requests. Run by `npm run fuzz [-- <inputs> <seed>]`.
import { fuzzRequests } from '../test/receiver/fuzz-requests.js';
import { fuzz, SEEDS } from '../test/readers/files/fuzz-readers.js';

const [inputs = 100_000, seed = 1] = process.argv.slice(2).map(Number);

for (const format of Object.keys(SEEDS)) {
  const started = performance.now();
  const { spans, troubled } = await fuzz(format, inputs, seed);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${format}: ${inputs} files, ${troubled} of them with warnings, ${spans} spans, ${seconds} s\n`);
}

const { all, answered } = await fuzzRequests(inputs / 10, seed);
const answers = [...answered].map(([status, times]) => `${status}: ${times}`).join(', ');
process.stdout.write(`requests: ${inputs / 10}, answered with ${answers}; ${all.spans.length} spans\n`);
