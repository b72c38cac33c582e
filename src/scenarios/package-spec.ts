export interface PackageSpec {
  /** As it is imported. */
  readonly name: string;
  /** As a manifest has it: a range, or `npm:<name>@<range>`. */
  readonly wanted: string;
  readonly range: string;
}

/** Reads what `npm i` would be given: `name`, `name@range`, or `alias@npm:name@range`. */
export function packageSpec(text: string): PackageSpec {
  const end = text.indexOf('@', 1);
  if (end < 0) return { name: text, wanted: '*', range: '*' };
  const wanted = text.slice(end + 1);
  return {
    name: text.slice(0, end),
    wanted,
    range: wanted.startsWith('npm:') ? packageSpec(wanted.slice('npm:'.length)).range : wanted,
  };
}
