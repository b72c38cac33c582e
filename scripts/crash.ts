// `npm run crash -- [times]`: ends a program at random moments, in six ways, and looks whether its recording can be read
// and holds all that the program knew to be written.
import { crashOnce, type Crashed, WAYS } from './crash/crash-once.js';

const TIMES = Number(process.argv[2] ?? 200);
const AT_ONCE = 2;
const TURNS_AT_MOST = 400;
const DELAY_AT_MOST_MS = 400;

const results: Crashed[] = [];
let next = 0;
async function lane(): Promise<void> {
  while (next < TIMES) {
    const way = WAYS[next++ % WAYS.length] ?? 'kill';
    const turns = Math.floor(Math.random() * TURNS_AT_MOST);
    const result = await crashOnce({ way, turns, delayMs: Math.random() * DELAY_AT_MOST_MS });
    results.push(result);
    if (result.lost > 0 || result.code !== 3) console.error(`${way} after ${turns} turns: ${JSON.stringify(result)}`);
    process.stderr.write(`\r${results.length} of ${TIMES}`);
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, lane));

const sum = (of: (result: Crashed) => number): number => results.reduce((total, result) => total + of(result), 0);
const read = results.filter(({ code }) => code === 3).length;
console.log(`
${TIMES} crashes: ${read} recordings read and judged, of ${sum(({ lanes }) => lanes)} threads and ${sum(({ spans }) => spans)} spans
${sum(({ confirmed }) => confirmed)} spans were known to be written, ${sum(({ lost }) => lost)} of them are not there
${sum(({ badLines }) => badLines)} lines were cut off`);
process.exitCode = read === TIMES && sum(({ lost }) => lost) === 0 ? 0 : 1;
