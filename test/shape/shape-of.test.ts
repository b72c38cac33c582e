import { describe, expect, it } from 'vitest';
import { renderShape } from '../../src/shape/render-shape.js';
import { shapeOf } from '../../src/shape/shape-of.js';
import { KIND, run, type Script } from '../model/sample-run.js';

function shape(script: (say: Script) => void): string[] {
  return renderShape(shapeOf(run(script).model));
}

/** `request`s with so many queries each. */
function requests(...queries: readonly number[]): (say: Script) => void {
  return ({ start, end }) => {
    queries.forEach((count, index) => {
      start(`request ${index}`, { kind: KIND.server });
      for (let query = 0; query < count; query++) {
        start(`query ${index}${query}`, { parent: `request ${index}`, kind: KIND.client });
        end(`query ${index}${query}`);
      }
      end(`request ${index}`);
    });
  };
}

describe('the shape of', () => {
  it.each<[string, (say: Script) => void, readonly string[]]>([
    ['nothing', () => {}, []],
    ['a span', requests(0), ['request #  SERVER']],
    ['spans with as many children each', requests(2, 2), ['request #  SERVER × 2', '  query #  CLIENT × 2']],
    ['spans with one child each', requests(1, 1), ['request #  SERVER × 2', '  query #  CLIENT']],
    ['spans with different numbers of children', requests(3, 1), ['request #  SERVER × 2', '  query #  CLIENT × 1-3']],
    ['spans of which one has no child', requests(1, 0), ['request #  SERVER × 2', '  query #  CLIENT × 0-1']],
  ])('%s', (_, script, lines) => {
    expect(shape(script)).toEqual(lines);
  });

  it('spans of one name and several kinds tells them apart', () => {
    const script = ({ start, end }: Script): void => {
      start('send 1', { kind: KIND.producer });
      start('send 2', { kind: KIND.client });
      end('send 1', 'send 2');
    };
    expect(shape(script)).toEqual(['send #  CLIENT', 'send #  PRODUCER']);
  });

  it('a span whose parent was not recorded is not that of a root', () => {
    const script = ({ start, end }: Script): void => {
      start('work 1');
      start('work 2', { parentId: 'far away', remote: true });
      end('work 1', 'work 2');
    };
    expect(shape(script)).toEqual(['work #  INTERNAL', 'work #  INTERNAL (parent elsewhere)']);
  });

  it('siblings does not depend on who came first, ended, or took how long', () => {
    const first = ({ start, end, turn }: Script): void => {
      start('root');
      start('a', { parent: 'root' });
      end('a');
      turn();
      start('b', { parent: 'root' });
      end('b', 'root');
    };
    const second = ({ start, end }: Script): void => {
      start('root');
      start('b', { parent: 'root' });
      start('a', { parent: 'root' });
      end('root', 'b', 'a');
    };
    expect(shape(second)).toEqual(shape(first));
    expect(shape(first)).toEqual(['root  INTERNAL', '  a  INTERNAL', '  b  INTERNAL']);
  });

  it('a chain goes down a hundred spans and no further', () => {
    const chain = (length: number) =>
      shape(({ start }) => {
        for (let depth = 0; depth < length; depth++)
          start(`s ${depth}`, depth === 0 ? {} : { parent: `s ${depth - 1}` });
      });
    expect(chain(100)).toHaveLength(100);
    expect(chain(5000)).toHaveLength(100);
  });

  it('a long name is the beginning of it', () => {
    const name = 'x'.repeat(199);
    expect(shape(({ start }) => start(`${name}\u{1f600}${name}`))).toEqual([`${name}…  INTERNAL`]);
    expect(shape(({ start }) => start(`${name}y`))).toEqual([`${name}y  INTERNAL`]);
  });
});
