import type { Mechanism } from '../../finding.js';

/** What to tell the author of a package that loses a context in this way. */
export interface Advice {
  readonly what: string;
  readonly change: string;
  readonly snippet: string;
}

const CALLBACK: Advice = {
  what: 'The package keeps a callback and calls it later, in the async context of whatever runs then: another caller whose work is done, a socket, a timer.',
  change: 'Bind the callback where the package takes it over, before it is put away:',
  snippet: "import { AsyncResource } from 'node:async_hooks';\n\nqueue.push(AsyncResource.bind(callback));",
};

const JOB: Advice = {
  what: 'The package keeps a job and works on it later, in the async context of whatever runs then: a worker loop, or another caller whose job is done.',
  change: 'Take the context along with each job, where the package takes it over, and run the work in it:',
  snippet:
    "import { AsyncResource } from 'node:async_hooks';\n\nqueue.push({ job, run: AsyncResource.bind((work) => work(job)) });\n// where it is worked on\nconst { run } = queue.shift();\nrun(work);",
};

const LISTENER: Advice = {
  what: 'The package registers a listener and does in it what a caller waits for, in the async context of whoever emits.',
  change: 'Bind the listener where it is registered for one caller:',
  snippet: "import { AsyncResource } from 'node:async_hooks';\n\nemitter.once('done', AsyncResource.bind(listener));",
};

const BY_MECHANISM: Partial<Readonly<Record<Mechanism, Advice>>> = {
  'event-emitter': LISTENER,
  payload: JOB,
  'queue-wake': JOB,
  message: JOB,
  'worker-thread': JOB,
};

export function advice(mechanism: Mechanism): Advice {
  return BY_MECHANISM[mechanism] ?? CALLBACK;
}
