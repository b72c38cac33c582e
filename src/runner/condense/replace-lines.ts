import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { eachLine } from '../../readers/recording.js';

const WRITE_AT_CHARS = 1 << 20;

/** A file that is written beside another, to replace it. Whoever looks for recordings does not see it. */
export function besideOf(file: string): string {
  return `${file}.tmp`;
}

/** Writes a file's lines beside it, as they are changed; `null`: without this one. */
export function writeBeside(file: string, change: (line: string) => string | null): void {
  const to = besideOf(file);
  const fd = openSync(to, 'w', 0o600);
  try {
    let text = '';
    eachLine(file, (line) => {
      const changed = change(line);
      if (changed === null) return;
      text += `${changed}\n`;
      if (text.length < WRITE_AT_CHARS) return;
      writeSync(fd, text);
      text = '';
    });
    writeSync(fd, text);
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** The same, and puts it in the other's place: there is a whole one at any time. */
export function replaceLines(file: string, change: (line: string) => string | null): void {
  writeBeside(file, change);
  renameSync(besideOf(file), file);
}
