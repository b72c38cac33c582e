import { relative, sep } from 'node:path';
import picomatch from 'picomatch';

/** Does the path of a file match one of these globs, which are relative to a folder? */
export function fileMatcher(globs: readonly string[], folder: string): (file: string) => boolean {
  const matches = picomatch(
    globs.map((glob) => glob.replace(/^\.\//, '')),
    { dot: true },
  );
  return (file) => matches(relative(folder, file).split(sep).join('/'));
}
