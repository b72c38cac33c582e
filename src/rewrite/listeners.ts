/** Methods that register what is called when something happens: whoever makes it happen runs it, as often as it happens. */
const REGISTERS = new Set([
  'on',
  'once',
  'addListener',
  'prependListener',
  'prependOnceListener',
  'addEventListener',
  'subscribe',
  'onAny',
  'many',
]);

export function registersListener(callee: string): boolean {
  return REGISTERS.has(callee);
}
