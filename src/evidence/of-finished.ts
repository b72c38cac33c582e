import { CodeMap } from '../model/code-map.js';
import { nesting } from '../model/questions/nesting.js';
import type { TraceModel } from '../model/types.js';
import type { Evidence } from './evidence.js';

/** What is known of spans that come from a file: the spans. */
export function ofFinished(model: TraceModel): Evidence {
  return {
    level: 'none',
    model,
    code: new CodeMap([], [], []),
    nesting: nesting(model),
    misplaced: new Map(),
    leaked: new Map(),
    ignored: new Map(),
    uninjected: [],
    early: new Map(),
    uncarried: new Map(),
    unpatched: new Map(),
  };
}
