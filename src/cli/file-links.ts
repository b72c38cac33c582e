import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Location } from '../finding.js';

/** What a place links to, `null` where nobody could open it. */
export type FileLink = (location: Location) => string | null;

/** Links to files, for a terminal that shows them as such. `null` for others. */
export async function fileLinks(stream: NodeJS.WriteStream): Promise<FileLink | null> {
  const { createSupportsHyperlinks } = await import('supports-hyperlinks');
  if (!createSupportsHyperlinks(stream)) return null;
  const knowsLines = process.env['TERM_PROGRAM'] === 'vscode' || process.env['TERM'] === 'xterm-kitty';
  return ({ file, line }) => {
    const path = resolve(file);
    if (!existsSync(path)) return null;
    const { href } = pathToFileURL(path);
    // Elsewhere it would be taken for a part of the file's name.
    return knowsLines ? `${href}#${line}` : href;
  };
}
