let failed = false;
let report: (error: unknown) => void = () => {};

/** Is the recorder at work? After an error of its own it is off for good. */
export function isOn(): boolean {
  return !failed;
}

export function onFailure(tell: (error: unknown) => void): void {
  report = tell;
}

/** An error of ours ends the recording, never the app. */
export function switchOff(error: unknown): void {
  if (failed) return;
  failed = true;
  try {
    report(error);
  } catch {
    // Nothing is left that could be told, or to whom.
  }
}

/** Runs a piece of the recorder; what goes wrong in it stays in it. */
export function guarded<T>(piece: () => T): T | undefined {
  if (failed) return undefined;
  try {
    return piece();
  } catch (error) {
    // Where the stack is full no call survives: the app's own error goes on, and not one of ours.
    try {
      switchOff(error);
    } catch {
      failed = true;
    }
    return undefined;
  }
}
