import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PageAssets } from '../report/html/html.js';
import { DIST } from '../version.js';

/** Script and style of the HTML report, as `npm run build` has made them. */
export function pageAssets(): PageAssets {
  const script = read('page.js');
  const style = read('page-style.css');
  return { script, style, scriptHash: hashOf(script), styleHash: hashOf(style) };
}

function read(name: string): string {
  return readFileSync(new URL(`report/${name}`, DIST), 'utf8');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
