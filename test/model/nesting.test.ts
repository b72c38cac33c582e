import { describe, expect, it } from 'vitest';
import { nesting } from '../../src/model/questions/nesting.js';
import { run, type Script } from './sample-run.js';

/** Asks everything: `b in a` for each pair of spans, and the roots. */
function asked(script: (say: Script) => void): { within: string[]; roots: string[] } {
  const { model } = run(script);
  const tree = nesting(model);
  const within = model.spans.flatMap((span) =>
    model.spans.flatMap((other) =>
      span !== other && tree.isWithin(span, other) ? `${span.name} in ${other.name}` : [],
    ),
  );
  return { within, roots: model.spans.map((span) => tree.rootOf(span).name) };
}

describe('nesting', () => {
  it('of nothing is nothing', () => {
    expect(asked(() => {})).toEqual({ within: [], roots: [] });
  });

  it('keeps the trees of a forest apart', () => {
    const forest = asked(({ start }) => {
      start('a');
      start('b');
      start('a1', { parent: 'a' });
      start('b1', { parent: 'b' });
    });
    expect(forest).toEqual({ within: ['a1 in a', 'b1 in b'], roots: ['a', 'b', 'a', 'b'] });
  });

  it('keeps siblings apart, and knows cousins', () => {
    const family = asked(({ start }) => {
      start('a');
      start('b', { parent: 'a' });
      start('c', { parent: 'a' });
      start('b1', { parent: 'b' });
      start('c1', { parent: 'c' });
    });
    expect(family.within).toEqual(['b in a', 'c in a', 'b1 in a', 'b1 in b', 'c1 in a', 'c1 in c']);
    expect(new Set(family.roots)).toEqual(new Set(['a']));
  });

  it('does not mind children that come before their parents', () => {
    const { within, roots } = asked(({ start }) => {
      start('c', { parentId: 'b', trace: 't' });
      start('b', { parentId: 'a', trace: 't' });
      start('a', { trace: 't' });
    });
    expect(within).toEqual(['c in b', 'c in a', 'b in a']);
    expect(roots).toEqual(['a', 'a', 'a']);
  });

  it('takes the topmost recorded span for the root', () => {
    const { roots } = asked(({ start }) => {
      start('a', { parentId: 'far', remote: true });
      start('b', { parent: 'a' });
    });
    expect(roots).toEqual(['a', 'a']);
  });

  it('counts spans on a circle as below the first of them', () => {
    const circle = asked(({ start }) => {
      start('a', { parentId: 'c', trace: 't' });
      start('b', { parent: 'a' });
      start('c', { parent: 'b' });
      start('d', { parent: 'c' });
    });
    expect(circle.within).toEqual(['b in a', 'c in a', 'c in b', 'd in a', 'd in b', 'd in c']);
    expect(new Set(circle.roots)).toEqual(new Set(['a']));
  });

  it('comes to an end for a tail that leads into a circle', () => {
    const { roots } = asked(({ start }) => {
      start('tail', { parentId: 'a', trace: 't' });
      start('a', { parentId: 'b', trace: 't' });
      start('b', { parentId: 'a', trace: 't' });
    });
    expect(roots).toHaveLength(3);
  });

  it('says of every span that it is within itself', () => {
    const { model } = run(({ start }) => {
      start('a');
      start('b', { parent: 'a' });
    });
    const tree = nesting(model);
    expect(model.spans.map((span) => tree.isWithin(span, span))).toEqual([true, true]);
  });

  it('follows a chain of 100,000 spans', () => {
    const deep = run(({ start }) => {
      start('0');
      for (let i = 1; i < 100_000; i++) start(`${i}`, { parent: `${i - 1}` });
    });
    const tree = nesting(deep.model);
    const [top, bottom] = [deep.span('0'), deep.span('99999')];
    expect(tree.isWithin(bottom, top)).toBe(true);
    expect(tree.isWithin(top, bottom)).toBe(false);
    expect(tree.rootOf(bottom)).toBe(top);
  });
});
