import type { CodeChange } from './explanation.js';

const SIGNS = { both: ' ', broken: '-', fixed: '+' } as const;

/** A change of code as `diff -u` writes it. */
export function diffLines({ broken, fixed, hunks }: CodeChange): string[] {
  return [
    `--- ${broken}`,
    `+++ ${fixed}`,
    ...hunks.flatMap(({ lines, brokenStart, fixedStart }) => [
      `@@ -${brokenStart} +${fixedStart} @@`,
      ...lines.map(({ side, text }) => `${SIGNS[side]}${text}`.trimEnd()),
    ]),
  ];
}
