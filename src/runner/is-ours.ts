import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * Is this process alive, and one that writes to the recording? Ids of processes are used again, so the id alone proves
 * nothing, and whoever cannot be proved to be ours is left alone.
 */
export function isOurs(id: number, runFolder: string): boolean {
  return existsSync('/proc/self/fd') ? hasOpened(id, runFolder) : hasNotBeenReplaced(id, runFolder);
}

/** The recorder holds its file open as long as the process lives. A process that has ended but was not yet buried holds none. */
function hasOpened(id: number, runFolder: string): boolean {
  const open = `/proc/${id}/fd`;
  try {
    const inside = realpathSync(runFolder) + sep;
    return readdirSync(open).some((fd) => pathOf(join(open, fd)).startsWith(inside));
  } catch {
    return false;
  }
}

function pathOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    // Closed since the folder was read.
    return '';
  }
}

/** `ps` knows whole seconds. */
const PS_TOLERANCE_MS = 2000;

/** Where there is no `/proc`: a process with this id that was started no later than its recording. */
function hasNotBeenReplaced(id: number, runFolder: string): boolean {
  try {
    const started = Date.parse(
      execFileSync('ps', ['-o', 'lstart=', '-p', String(id)], {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C' },
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
    return started <= recordedSince(id, runFolder) + PS_TOLERANCE_MS;
  } catch {
    // No such process, or no `ps`.
    return false;
  }
}

function recordedSince(id: number, runFolder: string): number {
  const files = readdirSync(runFolder).filter((name) => name.startsWith(`spans-${id}-`));
  return Math.min(...files.map((name) => statSync(join(runFolder, name)).birthtimeMs));
}
