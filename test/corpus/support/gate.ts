/** Lets so many in at a time. Who has to wait is let in by whoever leaves. */

export interface Gate {
  enter(visit: (leave: () => void) => void): void;
}

export function createGate(places: number): Gate {
  const waiting: ((leave: () => void) => void)[] = [];
  let free = places;

  function leave(): void {
    const next = waiting.shift();
    if (next) next(leave);
    else free++;
  }

  return {
    enter(visit) {
      if (free === 0) {
        waiting.push(visit);
        return;
      }
      free--;
      visit(leave);
    },
  };
}
