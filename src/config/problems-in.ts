import { oneLine } from '../errors.js';
import { nearNames } from '../near-names.js';
import type { Schema } from './schema.js';

/** What is wrong with a config, each as `key: why`. Empty: nothing is. `undefined` counts as not being there. */
export function problemsIn(value: unknown, schema: Schema, key = ''): string[] {
  if (schema.anyOf && !schema.type) return problemsInOneOf(value, schema.anyOf, key);
  if (!isOf(value, schema)) return [`${at(key)}${wanted(schema)} is wanted, and not ${shown(value)}`];
  if (typeof value === 'number') return problemsInNumber(value, schema, key);
  if (typeof value === 'string') return problemsInText(value, schema, key);
  if (Array.isArray(value)) return problemsInList(value, schema, key);
  return typeof value === 'object' && value !== null ? problemsInObject(value, schema, key) : [];
}

function problemsInOneOf(value: unknown, choices: readonly Schema[], key: string): string[] {
  const choice = choices.find((one) => isOf(value, one));
  if (choice) return problemsIn(value, choice, key);
  return [`${at(key)}${choices.map(wanted).join(' or ')} is wanted, and not ${shown(value)}`];
}

function isOf(value: unknown, { type, enum: words }: Schema): boolean {
  if (words || type === 'string') return typeof value === 'string';
  if (type === 'integer' || type === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

const WANTED: Readonly<Record<NonNullable<Schema['type']>, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
};

function wanted({ type, enum: words }: Schema): string {
  return words ? `one of ${words.join(', ')}` : WANTED[type ?? 'object'];
}

function problemsInNumber(value: number, { type, minimum, exclusiveMinimum }: Schema, key: string): string[] {
  if (type === 'integer' && !Number.isInteger(value)) return [`${at(key)}a whole number is wanted, and not ${value}`];
  if (minimum !== undefined && value < minimum) return [`${at(key)}${value} is less than ${minimum}`];
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
    return [`${at(key)}a number above ${exclusiveMinimum} is wanted, and not ${value}`];
  return [];
}

function problemsInText(value: string, { enum: words, minLength, pattern }: Schema, key: string): string[] {
  if (words && !words.includes(value))
    return [`${at(key)}${shown(value)} is none of ${words.join(', ')}${didYouMean(value, words)}`];
  if (minLength !== undefined && value === '') return [`${at(key)}it is empty`];
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return [`${at(key)}it is empty`];
  return [];
}

function problemsInList(value: readonly unknown[], { items, minItems }: Schema, key: string): string[] {
  if (minItems !== undefined && value.length === 0) return [`${at(key)}the list is empty`];
  return items ? value.flatMap((item, index) => problemsIn(item, items, `${key}[${index}]`)) : [];
}

function problemsInObject(value: object, schema: Schema, key: string): string[] {
  const { properties = {}, required = [], anyOf = [] } = schema;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  const has = (name: string): boolean => entries.some(([own]) => own === name);
  const inside = entries.flatMap(([name, one]) => {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (own) return problemsIn(one, own, inKey(key, name));
    return schema.additionalProperties === false ? [unknownKey(name, Object.keys(properties), key)] : [];
  });
  const missing = required.filter((name) => !has(name)).map((name) => `${at(key)}"${name}" is missing`);
  const choices = anyOf.map((one) => one.required ?? []);
  if (choices.length > 0 && !choices.some((names) => names.every(has)))
    missing.push(`${at(key)}one of ${choices.flat().join(', ')} is missing`);
  return [...inside, ...missing];
}

function unknownKey(name: string, names: readonly string[], key: string): string {
  const near = didYouMean(name, names);
  return `${at(inKey(key, name))}there is no such key${near || `. There are ${names.join(', ')}.`}`;
}

function didYouMean(name: string, names: readonly string[]): string {
  const near = nearNames(name, names).map((one) => `"${one}"`);
  return near.length === 0 ? '' : `. Did you mean ${near.join(' or ')}?`;
}

function at(key: string): string {
  return key === '' ? '' : `${key}: `;
}

function inKey(key: string, name: string): string {
  const plain = /^[\w$-]+$/.test(name) ? name.slice(0, LONGEST_SHOWN) : quoted(name);
  return key === '' ? plain : `${key}.${plain}`;
}

const LONGEST_SHOWN = 60;

function shown(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

function quoted(text: string): string {
  return oneLine(JSON.stringify(text.slice(0, LONGEST_SHOWN)));
}
