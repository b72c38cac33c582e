import { frame, type InnocentCase, KIND, type Script, SITE } from '../model/sample-run.js';

/** Runs that look like a lost context and are right: no witness, and no rule that hears one, may speak of them. */

/** Differ in one thing each from a callback made in `work` that ran outside of it. */
export const INNOCENT_CALLBACKS: readonly InnocentCase[] = [
  [
    'a SERVER root in a callback: its work came from outside',
    ({ start, end }) => {
      start('work');
      start('request', { kind: KIND.server, callback: { work: 'work' } });
      end('request', 'work');
    },
  ],
  [
    'a CONSUMER root in a callback: its work came from outside',
    ({ start, end }) => {
      start('work');
      start('job', { kind: KIND.consumer, callback: { work: 'work' } });
      end('job', 'work');
    },
  ],
  [
    'a root with a link to its maker: detached on purpose',
    ({ start, end }) => {
      start('work');
      start('audit', { links: ['work'], callback: { work: 'work' } });
      end('audit', 'work');
    },
  ],
  [
    'a root that was asked for',
    ({ start, end }) => {
      start('work');
      start('audit', { source: 'r', callback: { work: 'work' } });
      end('audit', 'work');
    },
  ],
  [
    'a context that was passed',
    ({ start, end }) => {
      start('other');
      start('work');
      start('query', { parent: 'other', source: 'e', callback: { work: 'work', ran: 'other' } });
      end('query', 'work', 'other');
    },
  ],
  [
    'a remote parent',
    ({ start, end }) => {
      start('work');
      start('request', { parentId: 'far', remote: true, callback: { work: 'work' } });
      end('request', 'work');
    },
  ],
  [
    'a maker that had ended before the callback ran, in the same turn',
    ({ start, end }) => {
      start('work');
      end('work');
      start('query', { callback: { work: 'work' } });
      end('query');
    },
  ],
  [
    'a callback that went on being called after its maker had ended',
    ({ start, end, fact }) => {
      start('work');
      start('tick', { callback: { work: 'work', instance: 7 } });
      end('tick', 'work');
      fact('late', 7);
    },
  ],
  [
    'a callback that ran under a child of its maker',
    ({ start, end }) => {
      start('work');
      start('step', { parent: 'work' });
      start('query', { parent: 'step', callback: { work: 'work', ran: 'step' } });
      end('query', 'step', 'work');
    },
  ],
  [
    'a callback that serves work which began after it was made',
    ({ start, end }) => {
      start('work');
      start('served');
      start('query', { parent: 'served', callback: { work: 'work', ran: 'served' } });
      end('query', 'served', 'work');
    },
  ],
  [
    'the same further down in that work',
    ({ start, end }) => {
      start('work');
      start('served');
      start('step', { parent: 'served' });
      start('query', { parent: 'step', callback: { work: 'work', ran: 'step' } });
      end('query', 'step', 'served', 'work');
    },
  ],
  [
    'a callback that ran for two pieces of foreign work: a handler',
    ({ start, end, fact }) => {
      start('first');
      start('second');
      start('work');
      start('query 1', { parent: 'first', callback: { work: 'work', ran: 'first' } });
      fact('again');
      start('query 2', { parent: 'second', callback: { work: 'work', ran: 'second' } });
      end('query 1', 'query 2', 'work', 'first', 'second');
    },
  ],
  [
    'a callback that ran again, of which only the first run started a span',
    ({ start, end, fact }) => {
      start('work');
      start('query', { callback: { work: 'work' } });
      end('query', 'work');
      fact('again');
    },
  ],
  [
    'a callback that ran again, and whose last run ended the wait: no reply that is waited for',
    ({ start, end, fact }) => {
      start('work');
      start('chunk 1', { callback: { work: 'work' } });
      start('chunk 2', { callback: { work: 'work' } });
      fact('again');
      fact('awaited');
      end('chunk 1', 'chunk 2', 'work');
    },
  ],
  [
    'a callback that was registered: its call is dropped',
    ({ start, end }) => {
      start('work');
      start('query', { callback: { work: 'work', site: SITE.on } });
      end('query', 'work');
    },
  ],
  [
    'a callback that was registered, and ran in earlier work',
    ({ start, end }) => {
      start('other');
      start('work');
      start('query', { parent: 'other', callback: { work: 'work', ran: 'other', site: SITE.on } });
      end('query', 'work', 'other');
    },
  ],
  [
    'a callback for which somebody had asked for the root context',
    ({ start, end }) => {
      start('work');
      start('query', { callback: { work: 'work', rootAsked: true } });
      end('query', 'work');
    },
  ],
  [
    'a maker that ended, under other work that goes on: nobody waited',
    ({ start, end }) => {
      start('other');
      start('work');
      start('poll', { parent: 'other', callback: { work: 'work', ran: 'other' } });
      end('work', 'other');
    },
  ],
  [
    'a span that hangs under the maker after all',
    ({ start, end }) => {
      start('other');
      start('work');
      start('query', { parent: 'work', callback: { work: 'work', ran: 'other' } });
      end('query', 'work', 'other');
    },
  ],
  // Whoever waits for the callback: what is in its place, or elsewhere on purpose, stays right.
  [
    'a callback that is waited for, and starts a SERVER root',
    ({ start, end, fact }) => {
      start('work');
      start('request', { kind: KIND.server, callback: { work: 'work' } });
      fact('awaited');
      end('request', 'work');
    },
  ],
  [
    'a callback that is waited for, and links its root to its maker',
    ({ start, end, fact }) => {
      start('work');
      start('audit', { links: ['work'], callback: { work: 'work' } });
      fact('awaited');
      end('audit', 'work');
    },
  ],
  [
    'a callback that is waited for, and asks for a root',
    ({ start, end, fact }) => {
      start('work');
      start('audit', { source: 'r', callback: { work: 'work' } });
      fact('awaited');
      end('audit', 'work');
    },
  ],
  [
    'a callback that is waited for, and ran once more after its maker had ended',
    ({ start, end, fact }) => {
      start('work');
      start('tick', { callback: { work: 'work' } });
      fact('awaited');
      end('tick', 'work');
      fact('late');
    },
  ],
  [
    'a callback that is waited for, and ran under a child of its maker',
    ({ start, end, fact }) => {
      start('work');
      start('step', { parent: 'work' });
      start('query', { parent: 'step', callback: { work: 'work', ran: 'step' } });
      fact('awaited');
      end('query', 'step', 'work');
    },
  ],
  [
    'a callback that ended its maker, and then went on',
    ({ start, end, fact }) => {
      start('work');
      end('work');
      fact('awaited');
      start('clean up', { callback: { work: 'work' } });
      end('clean up');
    },
  ],
];

/** As the witness wants it: in the callee, with a stack that shows the idle span's function at work. */
const IN_CALLEE = { at: SITE.load, stack: [frame(11), frame(8)] } as const;

/** Differ in one thing each from a span that started beside `request`, which was open and never made active. */
export const INNOCENT_ACTIVATIONS: readonly InnocentCase[] = [
  [
    'an idle span that was passed on as a parent: its author looks after contexts by hand',
    ({ start, end }) => {
      start('request', { at: SITE.request });
      start('step', { parent: 'request', source: 'e' });
      start('load', { ...IN_CALLEE, idle: 'request' });
      end('load', 'step', 'request');
    },
  ],
  [
    'a span that ended after the idle one',
    ({ start, end }) => {
      start('request', { at: SITE.request });
      start('load', { ...IN_CALLEE, idle: 'request' });
      end('request', 'load');
    },
  ],
  [
    'a span that never ended',
    ({ start, end }) => {
      start('request', { at: SITE.request });
      start('load', { ...IN_CALLEE, idle: 'request' });
      end('request');
    },
  ],
  [
    'an idle span that never ended',
    ({ start, end }) => {
      start('request', { at: SITE.request });
      start('load', { ...IN_CALLEE, idle: 'request' });
      end('load');
    },
  ],
  [
    'no stack: the function may have left long ago',
    ({ start, end }) => {
      start('request', { at: SITE.request });
      start('load', { at: SITE.load, idle: 'request' });
      end('load', 'request');
    },
  ],
  [
    "a stack without the idle span's function: the flow leaked into a caller",
    ({ start, end }) => {
      start('request', { at: SITE.request });
      start('load', { at: SITE.load, stack: [frame(11), frame(20)], idle: 'request' });
      end('load', 'request');
    },
  ],
  [
    'a stack in the same lines of another file',
    ({ start, end }) => {
      start('request', { at: SITE.request });
      start('load', { at: SITE.load, stack: [frame(8, '/app/other.ts')], idle: 'request' });
      end('load', 'request');
    },
  ],
  [
    'a span of module level, seen from a function called later',
    ({ start, end }) => {
      start('boot', { at: SITE.boot });
      start('load', { at: SITE.load, stack: [frame(11), frame(8)], idle: 'boot' });
      end('load', 'boot');
    },
  ],
  [
    'a pair of places of which one stack in two shows the function',
    ({ start, end }) => {
      start('request', { at: SITE.request });
      start('load 1', { ...IN_CALLEE, idle: 'request' });
      start('load 2', { at: SITE.load, stack: [frame(11)], idle: 'request' });
      end('load 1', 'load 2', 'request');
    },
  ],
  [
    'the same, whichever of them came first',
    ({ start, end }) => {
      start('request', { at: SITE.request });
      start('load 1', { at: SITE.load, stack: [frame(11)], idle: 'request' });
      start('load 2', { ...IN_CALLEE, idle: 'request' });
      end('load 1', 'load 2', 'request');
    },
  ],
  [
    'a pair of places of which one span in two never ended',
    ({ start, end }) => {
      start('request', { at: SITE.request });
      start('load 1', { ...IN_CALLEE, idle: 'request' });
      start('load 2', { ...IN_CALLEE, idle: 'request' });
      end('load 1', 'request');
    },
  ],
  [
    'a pair of places that was seen to run side by side',
    ({ start, end }) => {
      start('request 1', { at: SITE.request });
      start('load 1', { ...IN_CALLEE, idle: 'request 1' });
      end('load 1', 'request 1');
      start('request 2', { at: SITE.request });
      start('load 2', { ...IN_CALLEE, idle: 'request 2' });
      end('request 2', 'load 2');
    },
  ],
  [
    'an idle span of a library',
    ({ start, end }) => {
      start('request');
      start('load', { ...IN_CALLEE, idle: 'request' });
      end('load', 'request');
    },
  ],
  [
    'an idle span in a module that the recorder knows nothing of',
    ({ start, end }) => {
      start('request', { at: 'gone:0' });
      start('load', { ...IN_CALLEE, idle: 'request' });
      end('load', 'request');
    },
  ],
  [
    'a span that is handed on and ended by other code: it measures a wait',
    ({ start, end, endAt }) => {
      start('wait', { at: SITE.request });
      start('load', { ...IN_CALLEE, idle: 'wait' });
      end('load');
      endAt(SITE.endWaiting, 'wait');
    },
  ],
  [
    'a span of a callback that the function around it ends',
    ({ start, end, endAt }) => {
      start('query', { at: SITE.query });
      start('load', { at: SITE.load, stack: [frame(11), frame(4)], idle: 'query' });
      end('load');
      endAt(SITE.endRequest, 'query');
    },
  ],
  [
    'a CLIENT span that other code ends',
    ({ start, end, endAt }) => {
      start('wait', { at: SITE.request, kind: KIND.client });
      start('load', { ...IN_CALLEE, idle: 'wait' });
      end('load');
      endAt(SITE.endWaiting, 'wait');
    },
  ],
  [
    'two spans in one function body, the outer of which ends in another function',
    ({ start, endAt }) => {
      start('request', { at: SITE.request });
      start('beside', { at: SITE.beside, stack: [frame(7)], idle: 'request' });
      endAt(SITE.endBeside, 'beside');
      endAt(SITE.endLater, 'request');
    },
  ],
  [
    'two spans in one function body, the inner of which ends in another function',
    ({ start, endAt }) => {
      start('request', { at: SITE.request });
      start('beside', { at: SITE.beside, stack: [frame(7)], idle: 'request' });
      endAt(SITE.endLater, 'beside');
      endAt(SITE.endRequest, 'request');
    },
  ],
  [
    'two spans in one function body, of which nobody knows where they end',
    ({ start, end, endAt }) => {
      start('request', { at: SITE.request });
      start('beside', { at: SITE.beside, stack: [frame(7)], idle: 'request' });
      end('beside');
      endAt(SITE.endRequest, 'request');
    },
  ],
  [
    'a span that a function hands back, seen when only that function is at work',
    ({ start, end }) => {
      start('begun', { at: SITE.begun, stack: [frame(31), frame(9)] });
      start('load', { at: SITE.load, stack: [frame(11), frame(31)], idle: 'begun' });
      end('load', 'begun');
    },
  ],
  [
    'a span that a function hands back, seen when the one that asked for it has left',
    ({ start, end }) => {
      start('begun', { at: SITE.begun, stack: [frame(31), frame(9)] });
      start('load', { at: SITE.load, stack: [frame(11), frame(20)], idle: 'begun' });
      end('load', 'begun');
    },
  ],
  [
    'a span that a function hands back to nobody knows whom',
    ({ start, end }) => {
      start('begun', { at: SITE.begun, stack: [frame(31)] });
      start('load', { at: SITE.load, stack: [frame(11), frame(31), frame(9)], idle: 'begun' });
      end('load', 'begun');
    },
  ],
  [
    'a span that a function hands back to a module that the recorder knows nothing of',
    ({ start, end }) => {
      start('begun', { at: SITE.begun, stack: [frame(31), frame(8, '/app/other.ts')] });
      start('load', { at: SITE.load, stack: [frame(11), frame(8, '/app/other.ts')], idle: 'begun' });
      end('load', 'begun');
    },
  ],
  [
    'an idle SERVER span whose function has returned, in two requests: that may be chance',
    ({ start, end }) => {
      for (const n of [1, 2]) {
        start(`request ${n}`, { at: SITE.request, kind: KIND.server });
        start(`load ${n}`, { at: SITE.load, stack: [frame(11)], idle: `request ${n}` });
        end(`load ${n}`, `request ${n}`);
      }
    },
  ],
  [
    'an idle SERVER span whose function has returned, in many spans of two requests',
    ({ start, end }) => {
      for (const n of [1, 2]) {
        start(`request ${n}`, { at: SITE.request, kind: KIND.server });
        for (const load of ['a', 'b', 'c']) start(`${load} ${n}`, { at: SITE.load, idle: `request ${n}` });
        end(`a ${n}`, `b ${n}`, `c ${n}`, `request ${n}`);
      }
    },
  ],
  [
    'an idle span of no kind whose function has returned, time and again',
    ({ start, end }) => {
      for (const n of [1, 2, 3, 4]) {
        start(`request ${n}`, { at: SITE.request });
        start(`load ${n}`, { at: SITE.load, stack: [frame(11)], idle: `request ${n}` });
        end(`load ${n}`, `request ${n}`);
      }
    },
  ],
  [
    'an idle SERVER span whose function has returned, time and again, and that was once outlived',
    ({ start, end }) => {
      for (const n of [1, 2, 3, 4]) {
        start(`request ${n}`, { at: SITE.request, kind: KIND.server });
        start(`load ${n}`, { at: SITE.load, idle: `request ${n}` });
        if (n === 2) end(`request ${n}`, `load ${n}`);
        else end(`load ${n}`, `request ${n}`);
      }
    },
  ],
  [
    'a SERVER root: its work came from outside',
    ({ start, end }) => {
      start('request', { at: SITE.request });
      start('load', { ...IN_CALLEE, kind: KIND.server, idle: 'request' });
      end('load', 'request');
    },
  ],
  [
    'a CONSUMER root: its work came from outside',
    ({ start, end }) => {
      start('request', { at: SITE.request });
      start('load', { ...IN_CALLEE, kind: KIND.consumer, idle: 'request' });
      end('load', 'request');
    },
  ],
  [
    'a root with a link to the idle span: detached on purpose',
    ({ start, end }) => {
      start('request', { at: SITE.request });
      start('load', { ...IN_CALLEE, links: ['request'], idle: 'request' });
      end('load', 'request');
    },
  ],
  [
    'a child of other work with a link to the idle span',
    ({ start, end }) => {
      start('outer');
      start('request', { at: SITE.request, parent: 'outer' });
      start('load', { ...IN_CALLEE, parent: 'outer', links: ['outer', 'request'], idle: 'request' });
      end('load', 'request', 'outer');
    },
  ],
  [
    'a root that was asked for beside an idle span',
    ({ start, end }) => {
      start('request', { at: SITE.request });
      start('load', { ...IN_CALLEE, source: 'r', idle: 'request' });
      end('load', 'request');
    },
  ],
  [
    'a context that was passed beside an idle span',
    ({ start, end }) => {
      start('outer');
      start('request', { at: SITE.request, parent: 'outer' });
      start('load', { ...IN_CALLEE, parent: 'outer', source: 'e', idle: 'request' });
      end('load', 'request', 'outer');
    },
  ],
  [
    'a remote parent beside an idle span',
    ({ start, end }) => {
      start('request', { at: SITE.request });
      start('load', { ...IN_CALLEE, parentId: 'far', remote: true, idle: 'request' });
      end('load', 'request');
    },
  ],
];

/** A healthy program: children inside their parents, roots side by side, a thread, a remote parent. */
export function healthy({ start, end, turn, thread, bye }: Script): void {
  start('request 1', { at: SITE.request, kind: KIND.server });
  start('request 2', { at: SITE.request, kind: KIND.server, parentId: 'far', remote: true });
  turn();
  start('query 1', { parent: 'request 1', at: SITE.query });
  start('query 2', { parent: 'request 2', at: SITE.query });
  turn();
  end('query 1', 'query 2');
  turn();
  end('request 2', 'request 1');
  bye('end');
  thread(1);
  start('job', { kind: KIND.consumer });
  end('job');
  bye('end');
}
