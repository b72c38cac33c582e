// Loaded into a process that is measured: tells on file descriptor 3 how much memory was resident at most, in kilobytes, and how
// many milliseconds of processors it took, which others on the machine change less than the time on the clock.
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeSync(3, `${maxRSS} ${(userCPUTime + systemCPUTime) / 1000}`);
  });
}
