import { describe, expect, it } from 'vitest';
import { moduleScope } from '../../src/rewrite/module-scope.js';
import { parseModule } from '../../src/rewrite/parse-module.js';

function scopeOf(text: string): [statements: number, isWrapped: boolean] {
  const { body, wrapper } = moduleScope(parseModule(text, 'commonjs'));
  return [body.length, wrapper !== null];
}

describe('the scope of a module', () => {
  it.each([
    ['as tsx writes it', '__filename="/app.cts";(()=>{let a=1;let b=2;run()})()'],
    ['with directives', '"use strict";(()=>{let a=1;let b=2;run()})();'],
    ['of a function expression', '(function(){let a=1;let b=2;run()})();'],
  ])('is in the function around all of it: %s', (_, text) => {
    expect(scopeOf(text)).toEqual([3, true]);
  });

  it.each([
    ['no function', 'let a=1;run()', 2],
    ['beside other code', 'let a=1;(()=>{run()})()', 2],
    ['two of them', '(()=>{run()})();(()=>{run()})()', 2],
    ['that gets something', '((a)=>{run(a)})(1)', 1],
    ['that is async, and goes on later', '(async()=>{await run()})()', 1],
    ['that is not called', '(()=>{run()})', 1],
    ['that gives an expression', '(()=>run())()', 1],
  ])('is the program: %s', (_, text, statements) => {
    expect(scopeOf(text)).toEqual([statements, false]);
  });
});
