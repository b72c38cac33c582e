interface Usage {
  readonly user: number;
  readonly system: number;
}

/** Of the own thread, since 23.9 and 22.19: https://nodejs.org/api/process.html#processthreadcpuusagepreviousvalue */
const { threadCpuUsage } = process as unknown as { readonly threadCpuUsage?: () => Usage };

/** Where the process has other threads at work, theirs is in it: it then says the most that the own one can have had. */
export const COUNTS_OWN_THREAD = typeof threadCpuUsage === 'function';

const read = (threadCpuUsage ?? process.cpuUsage).bind(process) as () => Usage;

/** Milliseconds of computing so far. Who is stopped, or waits for the processor, does not compute. */
export function cpuTime(): number {
  const { user, system } = read();
  return (user + system) / 1000;
}
