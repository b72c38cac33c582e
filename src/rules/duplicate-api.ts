import { counted } from '../model/questions/counted.js';
import type { Registration, UnheardApi } from '../model/types.js';
import type { Boundary } from '../evidence/evidence.js';
import { apiCopyText, folderOf } from './api-copy-text.js';
import { defineRule, type FaultStatement, type SetupFault } from './define-rule.js';

export const duplicateApi = defineRule<DuplicateFault>({
  id: 'duplicate-api',
  severity: 'error',
  title: 'a copy of @opentelemetry/api that nobody listens to',
  why: 'All copies of the API in a program meet in one global place. A copy that is newer than the one which the SDK was registered with, or of another major version, refuses it: every span that is asked of it records nothing, in silence.',
  needsWitnesses: false,
  missedAt: { none: 'only a run tells which copies of the API were loaded' },
  judge: ({ model }) => model.unheard.map((unheard) => faultOf(unheard, model.registrations)),
  message: ({ unheard, occurrences }) => {
    const lost = `${counted(occurrences, 'span')} ${occurrences === 1 ? 'was' : 'were'} lost`;
    const copy = apiCopyText(unheard, unheard.heard);
    const other = apiCopyText(unheard.heard, unheard);
    if (unheard.why === 'refused') return `The SDK was refused: it came by ${copy}, after ${other}. ${lost}.`;
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

function faultOf(unheard: UnheardApi, registrations: readonly Registration[]): DuplicateFault {
  const { version } = unheard;
  return {
    span: null,
    severity: 'error',
    confidence: 'certain',
    mechanism: 'unknown',
    boundary: boundaryOf(unheard, registrations),
    statements: [reasonOf(unheard), ...askerStatement(unheard)],
    spans: [],
    occurrences: unheard.spans,
    subject: version,
    files: [folderOf(unheard), folderOf(unheard.heard)],
    unheard,
  };
}

/** Where the SDK was refused. Or else the first place where a span was asked for in vain. */
function boundaryOf({ why, stack, asker }: UnheardApi, registrations: readonly Registration[]): Boundary | null {
  const refusal = registrations.find(({ what, refused }) => what === 'trace' && refused === 'version');
  const frame = (why === 'refused' ? refusal?.stack[0] : undefined) ?? stack[0] ?? asker;
  return frame ? { frame } : null;
}

function reasonOf({ why, version, heard }: UnheardApi): FaultStatement {
  return { witness: 'set-up', statement: REASONS[why](version, heard.version) };
}

const REASONS: Readonly<Record<UnheardApi['why'], (own: string, heard: string) => string>> = {
  refuses: (own, heard) => `a copy of version ${own} does not use what was registered with version ${heard}`,
  early: () =>
    'its tracer was fetched before the SDK was registered, which only the copy that registers it makes up for',
  refused: (own, heard) => `where version ${heard} has registered something, version ${own} cannot register anything`,
};

/** Who asks may be a dependency that brought the copy along. */
function askerStatement({ asker, stack: [user] }: UnheardApi): FaultStatement[] {
  if (!asker || asker.join(':') === user?.join(':')) return [];
  return [
    { witness: 'set-up', statement: 'the first of its spans was asked for by a dependency', at: { frame: asker } },
  ];
}
