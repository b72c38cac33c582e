import hooks from 'node:async_hooks';
import module from 'node:module';
import type { RawFrame } from '../../protocol/trace-event.js';
import { withoutNumbers } from '../../protocol/without-numbers.js';
import { callThrough, constructThrough } from '../call-through.js';
import { currentFrame } from '../flow.js';
import { guarded } from '../guard.js';
import { replaceClass, replaceMethod } from '../shape.js';
import { activeSpan } from '../slot.js';
import { recordOf, type SpanRecord } from '../span-records.js';
import { Allowance, userFrames } from '../stack.js';
import { served } from './message-marks.js';

/**
 * A pool keeps tasks until a worker is free, and posts them in the flow of whatever freed it. Good pools make an
 * `AsyncResource` of each task, and complete the task in its scope: that tells whose task a message completed.
 */

interface Task {
  readonly span: SpanRecord;
  readonly stack: readonly RawFrame[] | undefined;
}

const STACKS_PER_KIND = 20;
const KINDS = 500;
const byKind = new Allowance(STACKS_PER_KIND, KINDS);
const tasks = new WeakMap<object, Task>();

export function watchTasks(): void {
  replaceClass(hooks, 'AsyncResource', (original) =>
    constructThrough(
      original,
      () => {},
      (resource) => guarded(() => taskMade(resource)),
    ),
  );
  replaceMethod(hooks.AsyncResource.prototype, 'runInAsyncScope', (original) =>
    callThrough(original, (resource) => {
      if (currentFrame()?.message) guarded(() => taskDone(resource as object));
    }),
  );
  module.syncBuiltinESMExports();
}

function taskMade(resource: object): void {
  const active = activeSpan();
  const span = recordOf(active);
  if (!span || span.ended) return;
  const { name } = active as { readonly name?: unknown };
  const kind = `${resource.constructor?.name}\n${withoutNumbers(String(name))}`;
  tasks.set(resource, { span, stack: byKind.take(kind) ? userFrames(taskMade) : undefined });
}

function taskDone(resource: object): void {
  const task = tasks.get(resource);
  if (task) served(task.span, () => task.stack);
}
