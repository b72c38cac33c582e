import module from 'node:module';
import vm from 'node:vm';
import { tellOfCall } from '../call-through.js';
import { guarded } from '../guard.js';
import { replaceMethod } from '../shape.js';
import { type SlotWatcher, watchSlotOf } from '../slot.js';

let made = 0;
let registered = false;

/** Did code run in contexts of which none has registered an SDK? */
export function hasUnheardContexts(): boolean {
  return made > 0 && !registered;
}

/**
 * A test runner may give each file a global object of its own (`vm.createContext`), and with it a slot for the API. What
 * an SDK registers there is watched; no code in there is rewritten, and without an SDK there are no spans.
 */
export function watchVmContexts(watcher: SlotWatcher): void {
  replaceMethod(vm, 'createContext', (original) =>
    tellOfCall(original, (_self, _args, context) =>
      guarded(() => {
        if (typeof context !== 'object' || context === null) return;
        made++;
        watchSlotOf(context, {
          written(value) {
            registered = true;
            watcher.written(value);
          },
          read: (value) => watcher.read(value),
        });
      }),
    ),
  );
  module.syncBuiltinESMExports();
}
