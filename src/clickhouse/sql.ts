/** A name of a database, table or column. */
export function sqlName(name: string): string {
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``;
}

/** A text. */
export function sqlText(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
