import type { Unpatched } from '../evidence/late-instrumentations.js';
import { defineRule, type FaultStatement, type SetupFault } from './define-rule.js';

export const lateInstrumentation = defineRule<SetupFault>({
  id: 'late-instrumentation',
  severity: 'warning',
  title: 'a module that was loaded past its instrumentation',
  why: 'An instrumentation can only patch what it sees being loaded. What was loaded before it, or as an ES module without its hook, works on and makes no spans: the requests, queries or commands are missing from every trace, and no error says so.',
  needsWitnesses: false,
  missedAt: { none: 'only a run tells what was loaded when' },
  judge: ({ unpatched }) => [...unpatched.values()].flatMap(faultsOf),
  message: ({ subject }) => subject,
  // Where a module is imported, and not required, only the hook tells of it.
  fix: ({ boundary }) => (boundary && 'site' in boundary ? WITH_HOOK : FIRST),
});

const FIRST = {
  summary:
    'Set the instrumentations up before the app is loaded: in a file of their own that Node loads first, or that is the very first require of the entry.',
  snippet: 'node --require ./instrumentation.js app.js',
};

const WITH_HOOK = {
  summary:
    'Set the instrumentations up in a file that is given to --import, and register their hook for ES modules in it: all imports of a file are loaded before its first statement, and without the hook nobody tells of them. (node --import ./instrumentation.mjs app.js)',
  snippet:
    "// instrumentation.mjs\nimport { register } from 'node:module';\nimport { NodeSDK } from '@opentelemetry/sdk-node';\nregister('@opentelemetry/instrumentation/hook.mjs', import.meta.url);\nnew NodeSDK({ /* … */ }).start();",
};

/** One for what came too early, and one for what no hook told of: each has one remedy. */
function faultsOf(all: readonly Unpatched[]): SetupFault[] {
  const early = all.filter((one) => one.early);
  const packages = all.filter((one) => !one.early && one.version !== null);
  const builtins = all.filter((one) => one.version === null);
  // Node's own have no time at which they were loaded: what is true of the packages is true of them.
  const groups = early.length > 0 ? [[...early, ...builtins], packages] : [[], [...packages, ...builtins]];
  return groups.flatMap(faultOf);
}

function faultOf(all: readonly Unpatched[]): SetupFault | [] {
  const [first] = all;
  if (!first) return [];
  return {
    span: null,
    severity: 'warning',
    confidence: 'certain',
    mechanism: 'late-instrumentation',
    boundary: first.at,
    statements: statementsOf(all, first),
    spans: [],
    occurrences: 1,
    subject: subjectOf(all),
    modules: all.map(({ module }) => module),
  };
}

/** It makes the finding the same in the next run, and is what the finding says. */
function subjectOf(all: readonly Unpatched[]): string {
  const names = listed(all.map(({ module }) => `"${module}"`));
  const [was, its, they] =
    all.length === 1 ? ['was', 'its instrumentation', 'it does'] : ['were', 'their instrumentations', 'they do'];
  return all.some(({ early }) => early)
    ? `${names} ${was} loaded before ${its} ${was} enabled, and never patched: nothing that ${they} is recorded.`
    : `${names} ${was} imported as ${all.length === 1 ? 'an ES module' : 'ES modules'}, past ${its}: nothing that ${they} is recorded.`;
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function statementsOf(all: readonly Unpatched[], { instrumentation }: Unpatched): FaultStatement[] {
  const [frame] = instrumentation.stack;
  const enabled = { witness: 'set-up', statement: `${instrumentation.name} was enabled`, at: frame ? { frame } : null };
  return [...all.map(statementOf), enabled];
}

function statementOf({ instrumentation: { name }, module, version, at, early }: Unpatched): FaultStatement {
  const loaded = version === null ? module : `${module} ${version}`;
  const past = early ? `was loaded before ${name} was enabled` : `was imported, and ${name} was not told of it`;
  return { witness: 'set-up', statement: `${loaded} ${past}`, at };
}
