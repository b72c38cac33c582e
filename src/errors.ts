/** Something that the user can put right. Shown as one line and a hint, never with a stack. */
export class UserError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'UserError';
    this.hint = hint;
  }
}

const LONGEST_REASON = 500;

/** What an error says, in one line. It may quote a file, which may hold anything. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return oneLine(text);
}

/** Without what could begin another line of the output, or do something to a terminal. */
export function oneLine(text: string): string {
  return text
    .slice(0, LONGEST_REASON)
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}
