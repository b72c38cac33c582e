export const EXIT = { healthy: 0, findings: 1, ourFailure: 2, programFailed: 3 } as const;
