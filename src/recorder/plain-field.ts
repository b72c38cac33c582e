/** What a plain field of an object holds. Of a getter, which would be the app's code, nothing. Not to be asked of a proxy. */
export function plainField(object: object, key: PropertyKey): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}
