/** Clocks of threads and processes were seen to be apart by this much, and a message takes a while. */
export const CLOCKS_APART_MS = 50;
