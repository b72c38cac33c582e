import { counted } from '../model/questions/counted.js';
import { folderInTree } from '../model/questions/folder-in-tree.js';
import type { UnheardApi } from '../model/types.js';
import { defineRule, type FaultStatement, type SetupFault } from './define-rule.js';

export const duplicateApi = defineRule<DuplicateFault>({
  id: 'duplicate-api',
  severity: 'error',
  title: 'a copy of @opentelemetry/api that nobody listens to',
  why: 'All copies of the API in a program meet in one global place. A copy that is newer than the one which the SDK was registered with, or of another major version, refuses it: every span that is asked of it records nothing, in silence.',
  needsWitnesses: false,
  missedAt: { none: 'only a run tells which copies of the API were loaded' },
  judge: ({ model }) => model.unheard.map(faultOf),
  message: ({ unheard: { version, folder, heard, spans, why } }) => {
    const lost = `${counted(spans, 'span')} asked of it ${spans === 1 ? 'was' : 'were'} lost`;
    const other = `@opentelemetry/api ${heard.version} (${folderInTree(heard.folder)})`;
    const copy = `@opentelemetry/api ${version} (${folderInTree(folder)})`;
    if (why === 'refused') return `The SDK came by ${copy} and was refused, because of ${other}: ${lost}.`;
    return `${copy} talks to nobody, because the SDK was registered with ${other}: ${lost}.`;
  },
  fix: () => ({
    summary:
      'Have one copy of @opentelemetry/api in the program. `npm ls @opentelemetry/api` shows who brings which; `npm dedupe`, or an override in package.json, makes them one. A library should have it as a peer dependency.',
    snippet: '"overrides": { "@opentelemetry/api": "$@opentelemetry/api" }',
  }),
});

interface DuplicateFault extends SetupFault {
  readonly unheard: UnheardApi;
}

function faultOf(unheard: UnheardApi): DuplicateFault {
  const { stack, asker, spans, folder } = unheard;
  const [frame] = stack;
  return {
    span: null,
    severity: 'error',
    confidence: 'certain',
    mechanism: 'unknown',
    boundary: frame ? { frame } : asker ? { frame: asker } : null,
    statements: [reasonOf(unheard), ...askerStatement(unheard)],
    spans: [],
    occurrences: spans,
    subject: folderInTree(folder),
    unheard,
  };
}

function reasonOf({ why, version, heard }: UnheardApi): FaultStatement {
  return { witness: 'set-up', statement: REASONS[why](version, heard.version) };
}

const REASONS: Readonly<Record<UnheardApi['why'], (own: string, heard: string) => string>> = {
  refuses: (own, heard) => `a copy of version ${own} does not use what was registered with version ${heard}`,
  early: () =>
    'its tracer was fetched before the SDK was registered, which only the copy that registers it makes up for',
  refused: (own, heard) => `what version ${heard} has registered something in, version ${own} must not register in`,
};

/** Who asks may be a dependency that brought the copy along. */
function askerStatement({ asker, stack: [user] }: UnheardApi): FaultStatement[] {
  if (!asker || asker.join(':') === user?.join(':')) return [];
  return [
    { witness: 'set-up', statement: 'the first of its spans was asked for by a dependency', at: { frame: asker } },
  ];
}
