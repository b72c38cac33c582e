import Module from 'node:module';
import { types } from 'node:util';
import { plainField } from '../plain-field.js';

/** Where the classes of an SDK are to be found, if they were loaded as CommonJS. */
const { _cache: cache } = Module as unknown as { _cache?: Readonly<Record<string, { exports?: unknown } | undefined>> };

/** Name of an object's class, and the module that the class comes from. None of its code is run. */
export function describeInstance(instance: unknown): { name?: string; file?: string } {
  if (typeof instance !== 'object' || instance === null || types.isProxy(instance)) return {};
  const prototype: unknown = Object.getPrototypeOf(instance);
  const maker = isPlain(prototype) ? plainField(prototype, 'constructor') : undefined;
  if (typeof maker !== 'function' || types.isProxy(maker) || maker === Object) return {};
  const name = plainField(maker, 'name');
  if (typeof name !== 'string' || name === '') return {};
  const file = moduleOf(maker, name);
  return file === undefined ? { name } : { name, file };
}

/** A module that exports it under its name. One that only passes it on does so with a getter. */
function moduleOf(maker: object, name: string): string | undefined {
  if (typeof cache !== 'object' || types.isProxy(cache)) return undefined;
  for (const file of Object.keys(cache)) {
    const module = plainField(cache, file);
    const exports = isPlain(module) ? plainField(module, 'exports') : undefined;
    if (isPlain(exports) && plainField(exports, name) === maker) return file;
  }
  return undefined;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !types.isProxy(value);
}
