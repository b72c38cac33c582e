import { spawnSync } from 'node:child_process';
import { ensureDependencies } from '../../corpus/dependencies.js';

const FOLDER = 'test/clickhouse/engine';

/** Whether there is a ClickHouse to test with, on this machine and for this Node. Installs it with the first run. */
export function hasEngine(): boolean {
  try {
    ensureDependencies(FOLDER);
  } catch (error) {
    console.error(error);
    return false;
  }
  const { status } = spawnSync(process.execPath, ['-e', "require('chdb')"], { cwd: FOLDER, stdio: 'ignore' });
  return status === 0;
}
