import { hasUnheardContexts } from './attach/watch-vm.js';
import { onFrozen } from './shape.js';
import type { Sink } from './sink.js';
import { onCodeMadeOfText } from './stack.js';

const OwnPromise = Promise;

/** Says in the recording what the recorder cannot see in this process, each once. */
export function tellOfUnwatched(sink: Sink): { readonly before: () => void } {
  const told = new Set<string>();
  const tell = (text: string): void => {
    if (told.has(text)) return;
    told.add(text);
    sink.write({ t: 'note', text });
  };
  onFrozen((key) => {
    // What follows from a frozen `toString` is said of each file.
    if (key !== 'toString') tell(`${key} was frozen before the recorder came to it, and is not watched`);
  });
  onCodeMadeOfText(() => tell(MADE_OF_TEXT));
  return {
    /** Before the last line. */
    before() {
      if (globalThis.Promise !== OwnPromise) tell(OTHER_PROMISE);
      if (hasUnheardContexts()) tell(IN_CONTEXTS);
    },
  };
}

const MADE_OF_TEXT =
  'spans were started by code that is made of text (eval, new Function, vm), which is not watched: what it loses may have no line';
const IN_CONTEXTS =
  'code ran in global objects of its own (vm.createContext, as test runners have them): spans of that are seen only if an SDK is registered in there';
const OTHER_PROMISE =
  'the program put another Promise in the place of the global one: who waits for its promises is only known where the code that makes them was rewritten';
