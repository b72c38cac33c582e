import type { Report } from '../report/report.js';

/** What was run: a file by itself, whatever its arguments; a command with them, as `npm test` and `npm start` differ. */
export function programOf({ input: { entry, args } }: Report): string {
  return /[./\\]/.test(entry) ? entry : [entry, ...args].join(' ');
}
