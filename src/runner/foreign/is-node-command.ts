import { accessSync, closeSync, constants, openSync, readSync, realpathSync } from 'node:fs';
import { basename, delimiter, join, sep } from 'node:path';

const NODE = /^node(?:js)?(?:\.exe)?$/i;
const SCRIPT = /\.[cm]?[jt]s$/i;
const SHEBANG = /^#!.*\bnode\b/;
/** No longer line was seen that begins a script. */
const FIRST_BYTES = 256;

/**
 * Does a command run Node itself: `node`, or a script of Node's such as npm, npx, pnpm, vitest? A shell, `make` or a
 * version manager's shim may start anything.
 */
export function isNodeCommand(command: string, env: NodeJS.ProcessEnv): boolean {
  const file = fileOf(command, env);
  if (file === null) return false;
  return NODE.test(basename(file)) || SCRIPT.test(file) || SHEBANG.test(beginningOf(file));
}

/** What a link leads to, as npm's does to its script; `null` where there is no such command. */
function fileOf(command: string, env: NodeJS.ProcessEnv): string | null {
  if (NODE.test(command)) return command;
  const isPath = command.includes('/') || command.includes(sep);
  const folders = isPath ? [''] : (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of folders) {
    const file = isPath ? command : join(folder, command);
    try {
      accessSync(file, constants.X_OK);
      return realpathSync(file);
    } catch {
      // Then it is in another folder.
    }
  }
  return null;
}

function beginningOf(file: string): string {
  const bytes = Buffer.alloc(FIRST_BYTES);
  try {
    const fd = openSync(file, 'r');
    try {
      return bytes.toString('latin1', 0, readSync(fd, bytes)).split('\n')[0] ?? '';
    } finally {
      closeSync(fd);
    }
  } catch {
    return '';
  }
}
