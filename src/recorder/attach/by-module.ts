let depth = 0;

/** Registrations that come through a module of the API, which is watched itself. */
export const byModule = {
  begins: (): unknown => ++depth,
  ends: (): unknown => --depth,
  isRunning: (): boolean => depth > 0,
};
