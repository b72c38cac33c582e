/** Where the user's code is about to start or end a span. Set by rewritten code just before the call, taken by it. */
export interface StartSite {
  readonly site: string;
  /** The call passes a context that somebody chose, not what is active or was extracted. */
  readonly choosesContext: boolean;
  /** `startActiveSpan`: the span will be active. */
  readonly active: boolean;
}

let start: StartSite | undefined;
let end: string | undefined;

/** Wraps the call's last argument, and gives it back. */
export function startAt<T>(argument: T, site: string, choosesContext: boolean, active: boolean): T {
  start = { site, choosesContext, active };
  return argument;
}

export function endAt(site: string): void {
  end = site;
}

export function takeStartSite(): StartSite | undefined {
  const taken = start;
  start = undefined;
  return taken;
}

export function takeEndSite(): string | undefined {
  const taken = end;
  end = undefined;
  return taken;
}
