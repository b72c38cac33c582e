// Prints the figures that the project holds itself to. Each but those of the formats is a ratio of two things measured in turn in one run.
// Usage: npm run bench [-- startup|http|judge|awaits|formats ...]; NODES=/path/to/node24:... measures other versions of Node as well.
import { execFileSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { type Figure, keeps, printed } from './figures.js';
import { awaits } from './awaits.js';
import { formats } from './formats.js';
import { http } from './http.js';
import { judge } from './judge.js';
import { startup } from './startup.js';

const wanted = process.argv.slice(2);
const wants = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
const nodes = [process.execPath, ...(process.env['NODES']?.split(delimiter).filter(Boolean) ?? [])];

let missed = 0;
function show(figures: readonly Figure[]): void {
  for (const figure of figures) {
    console.log(printed(figure));
    if (!keeps(figure)) missed++;
  }
}

for (const node of nodes) {
  console.log(`Node ${execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()}`);
  if (wants('startup')) show(startup(node));
  if (wants('http')) show(await http(node));
  if (wants('awaits')) show(awaits(node));
  if (wants('judge')) show(await judge(node));
  if (wants('formats')) show(await formats(node));
}
process.exitCode = missed > 0 ? 1 : 0;
