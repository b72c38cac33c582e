import { describe, expect, it } from 'vitest';
import { shownPath, withShownPaths } from '../../src/report/shown-path.js';

describe('a path in a report', () => {
  it.each([
    ['below the working directory', '/w/app/src/a.ts', 'src/a.ts'],
    ['beside it', '/w/lib/a.ts', '../lib/a.ts'],
    ['the directory itself', '/w/app', '.'],
    ['what is no path', 'evalmachine.<anonymous>', 'evalmachine.<anonymous>'],
  ])('%s', (_, file, shown) => {
    expect(shownPath(file, '/w/app')).toBe(shown);
  });

  it('is shown so in a text, wherever it stands, though one begins as another', () => {
    const text = 'a (/w/app/x/api) and b (/w/app/x/api/y/api), $& (/w/app/x/api)';
    expect(withShownPaths(text, ['/w/app/x/api', '/w/app/x/api/y/api'], '/w/app')).toBe(
      'a (x/api) and b (x/api/y/api), $& (x/api)',
    );
  });
});
