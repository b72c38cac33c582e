import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a file holds; `null` where there is none, or the URL is none of a file. */
export function textAt(url: string): string | null {
  try {
    return url.startsWith('file:') ? readFileSync(fileURLToPath(url), 'utf8') : null;
  } catch {
    return null;
  }
}
