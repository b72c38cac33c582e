/** Some million requests. */
export const DEFAULT_MAX_RECORDING_MB = 2048;
