import type { Rule } from './define-rule.js';
import { badTiming } from './bad-timing.js';
import { blockedLoop } from './blocked-loop.js';
import { brokenLink } from './broken-link.js';
import { clientRoot } from './client-root.js';
import { droppedSpans } from './dropped-spans.js';
import { duplicateApi } from './duplicate-api.js';
import { duplicateSpanId } from './duplicate-span-id.js';
import { kindMismatch } from './kind-mismatch.js';
import { lateInstrumentation } from './late-instrumentation.js';
import { lateSdk } from './late-sdk.js';
import { missingParent } from './missing-parent.js';
import { noContextManager } from './no-context-manager.js';
import { notExtracted } from './not-extracted.js';
import { notInjected } from './not-injected.js';
import { orphanSpan } from './orphan-span.js';
import { outlivesParent } from './outlives-parent.js';
import { parentCycle } from './parent-cycle.js';
import { severalRoots } from './several-roots.js';
import { sharedClientSpan } from './shared-client-span.js';
import { spanFlood } from './span-flood.js';
import { traceMismatch } from './trace-mismatch.js';
import { uncorrelatedLog } from './uncorrelated-log.js';
import { unendedSpan } from './unended-span.js';
import { unflushedExit } from './unflushed-exit.js';
import { unrecordedError } from './unrecorded-error.js';
import { writeAfterEnd } from './write-after-end.js';
import { wrongParent } from './wrong-parent.js';

/** All rules, sorted by id. */
export const RULES: readonly Rule[] = [
  badTiming,
  blockedLoop,
  brokenLink,
  clientRoot,
  droppedSpans,
  duplicateApi,
  duplicateSpanId,
  kindMismatch,
  lateInstrumentation,
  lateSdk,
  missingParent,
  noContextManager,
  notExtracted,
  notInjected,
  orphanSpan,
  outlivesParent,
  parentCycle,
  severalRoots,
  sharedClientSpan,
  spanFlood,
  traceMismatch,
  uncorrelatedLog,
  unendedSpan,
  unflushedExit,
  unrecordedError,
  writeAfterEnd,
  wrongParent,
];
