type AnyFunction = (this: never, ...args: never[]) => unknown;

/** What `Function.prototype.toString` should say of a function of ours that took another's place. */
const standsFor = new WeakMap<object, object>();

export function replaced(fn: object): object | undefined {
  return standsFor.get(fn);
}

/** Puts a function of ours in the place of another, with its name, length, and property attributes. */
export function replaceMethod<T extends object, K extends keyof T>(
  holder: T,
  key: K,
  make: (original: T[K]) => T[K],
): void {
  const original = holder[key];
  if (!canBeReplaced(holder, key)) return;
  const replacement = make(original);
  const before = Object.getOwnPropertyDescriptor(holder, key);
  takeShape(replacement as AnyFunction, original as AnyFunction);
  Object.defineProperty(holder, key, {
    value: replacement,
    writable: before?.writable ?? true,
    configurable: before?.configurable ?? true,
    enumerable: before?.enumerable ?? false,
  });
}

/** Frozen things stay as they are; what they do is then not seen. */
function canBeReplaced(holder: object, key: PropertyKey): boolean {
  const own = Object.getOwnPropertyDescriptor(holder, key);
  return own ? own.configurable === true || own.writable === true : Object.isExtensible(holder);
}

export function takeShape(replacement: AnyFunction, original: AnyFunction): void {
  Object.defineProperty(replacement, 'name', { value: original.name, configurable: true });
  Object.defineProperty(replacement, 'length', { value: original.length, configurable: true });
  standsFor.set(replacement, original);
}
