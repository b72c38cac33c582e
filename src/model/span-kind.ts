/** For rules, which see the model and no events. */
export { CLIENT, CONSUMER, INTERNAL, PRODUCER, SERVER } from '../protocol/span-kind.js';
