import { element } from './dom.js';

/** Rows outside of what can be seen that are drawn all the same, so that scrolling shows no gaps. */
const OVERSCAN = 12;

export interface VirtualList {
  /** Draws anew. `keepPlace`: without scrolling to the top. */
  show(count: number, keepPlace?: boolean): void;
  scrollTo(index: number): void;
  /** The row that has the focus, -1 if none has. */
  focused(): number;
  focus(index: number): void;
}

/** A list that draws only the rows that can be seen: of thousands, a few dozen are in the document. */
export function virtualList(
  scroller: HTMLElement,
  rowHeight: number,
  draw: (index: number) => HTMLElement,
): VirtualList {
  const space = element('div', { className: 'space', attributes: { role: 'presentation' } });
  scroller.append(space);
  let rows = 0;
  let from = 0;
  let until = 0;

  const focused = (): number => {
    const at = [...space.children].indexOf(document.activeElement as Element);
    return at === -1 ? -1 : from + at;
  };

  const drawVisible = (anew: boolean): void => {
    const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - OVERSCAN);
    const last = Math.min(rows, Math.ceil((scroller.scrollTop + scroller.clientHeight) / rowHeight) + OVERSCAN);
    if (!anew && first === from && last === until) return;
    const kept = focused();
    from = first;
    until = last;
    const drawn: HTMLElement[] = [];
    for (let index = first; index < last; index++) {
      const row = draw(index);
      row.style.top = `${index * rowHeight}px`;
      row.style.height = `${rowHeight}px`;
      drawn.push(row);
    }
    space.replaceChildren(...drawn);
    // The row that had the focus has been drawn anew; where it is gone, the keys still go to the list.
    if (kept !== -1) (drawn[kept - first] ?? scroller).focus({ preventScroll: true });
  };
  scroller.addEventListener('scroll', () => drawVisible(false), { passive: true });
  new ResizeObserver(() => drawVisible(false)).observe(scroller);

  const scrollTo = (index: number): void => {
    const top = index * rowHeight;
    const isSeen = top >= scroller.scrollTop && top + rowHeight <= scroller.scrollTop + scroller.clientHeight;
    if (!isSeen) scroller.scrollTop = Math.max(0, top - scroller.clientHeight / 2);
    drawVisible(true);
  };

  return {
    show(count, keepPlace = false) {
      rows = count;
      space.style.height = `${count * rowHeight}px`;
      if (!keepPlace) scroller.scrollTop = 0;
      drawVisible(true);
    },
    scrollTo,
    focused,
    focus(index) {
      if (index < 0 || index >= rows) return;
      scrollTo(index);
      (space.children[index - from] as HTMLElement | undefined)?.focus({ preventScroll: true });
    },
  };
}
