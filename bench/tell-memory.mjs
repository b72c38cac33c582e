// Loaded into a process that is measured: tells on file descriptor 3 how much memory was resident at most, in kilobytes.
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) process.on('exit', () => writeSync(3, `${process.resourceUsage().maxRSS}`));
