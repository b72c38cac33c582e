import { readFileSync } from 'node:fs';
import type { PageAssets } from '../report/html/html.js';
import { DIST } from '../version.js';

/** Script and style of the HTML report, as `npm run build` has made them. */
export function pageAssets(): PageAssets {
  const read = (name: string): string => readFileSync(new URL(`report/${name}`, DIST), 'utf8');
  return { script: read('page.js'), style: read('page-style.css') };
}
