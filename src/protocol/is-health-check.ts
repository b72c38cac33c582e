const HEALTH_CHECK = /^\/(?:-\/|api\/)?(?:healthz?|health-?check|livez?|liveness|readyz?|readiness|ping|metrics)\/?$/i;

/** Whether a service lives is asked from everywhere, and is no part of what the asker does. */
export function isHealthCheck(path: string): boolean {
  return HEALTH_CHECK.test(path);
}
