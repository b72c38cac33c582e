import { isAbsolute, relative, sep } from 'node:path';

/** As reports name files: relative to the working directory of the run, with slashes. What is no path stays. */
export function shownPath(file: string, workingDirectory: string): string {
  if (!isAbsolute(file)) return file;
  return relative(workingDirectory, file).split(sep).join('/') || '.';
}

/** A text in which these files are named as reports do. */
export function withShownPaths(text: string, files: readonly string[], workingDirectory: string): string {
  const longestFirst = [...files].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((shown, file) => shown.replaceAll(file, () => shownPath(file, workingDirectory)), text);
}
