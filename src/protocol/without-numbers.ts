/** Spans of one kind, by name: `GET /users/7` and `GET /users/8` differ in an id. */
export function withoutNumbers(name: string): string {
  return name.replace(/\d+/g, '#');
}
