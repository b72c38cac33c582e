import type { ContextManager } from '../otel.js';
import { asAbsent, slot } from '../slot.js';
import { asOurs } from './provisional.js';
import { watchContextManager } from './watch-context.js';

/** What the API has for those who have registered no context manager: it runs what it is given, and keeps nothing. */
interface ContextApi {
  _getContextManager?(): ContextManager;
}

/**
 * The app has registered a provider and no context manager: then nothing is ever active. What would have been, is seen
 * at the API's own stand-in, which does in the slot what it would have done beside it. It goes when a manager comes.
 */
export function watchAbsentManager(api: object): void {
  const present = slot();
  const { _getContextManager: standIn } = api as ContextApi;
  if (!present?.trace || present.context || !standIn) return;
  const manager = asOurs(Object.create(standIn.call(api)) as ContextManager);
  watchContextManager(manager);
  present.context = asAbsent(manager);
}
