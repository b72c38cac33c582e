/** Gives back what it is called with. What a subclass declares `#private` then lands on that: no code of the app's sees it. */
export const Onto = function onto(object: object): object {
  return object;
} as unknown as new (
  object: object,
) => object;
