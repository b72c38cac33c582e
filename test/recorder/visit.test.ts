import { describe, expect, it } from 'vitest';
import { currentFrame, EMPTY_FRAME, enterFrame, type Frame } from '../../src/recorder/flow.js';
import { made } from '../../src/recorder/witnesses/callbacks.js';

const idle = { record: {} as never, parent: undefined, site: 'app:2', outer: undefined };
const own: Frame = { ...EMPTY_FRAME, idle };
const callers: Frame = { ...EMPTY_FRAME };

/** A callback that was made in one frame and is called in another. */
function visit(use: (visit: NonNullable<ReturnType<NonNullable<ReturnType<typeof made>>['enter']>>) => void): void {
  const before = currentFrame();
  try {
    enterFrame(own);
    const origin = made('app:0');
    enterFrame(callers);
    const entered = origin?.enter(0);
    if (!entered) throw new Error('the frames differ, so there should be a visit');
    use(entered);
  } finally {
    enterFrame(before);
  }
}

describe('a run of a callback', () => {
  it('is in the frame in which the callback was made, and its caller in its own', () => {
    visit((run) => {
      expect(currentFrame()).toBe(own);
      run.away();
      expect(currentFrame()).toBe(callers);
      run.back();
      expect(currentFrame()).toBe(own);
      run.leave();
      expect(currentFrame()).toBe(callers);
    });
  });

  it('keeps what was entered in it over an await', () => {
    visit((run) => {
      const later: Frame = {
        ...own,
        idle: { record: {} as never, parent: undefined, site: 'app:1', outer: undefined },
      };
      enterFrame(later);
      run.away();
      expect(currentFrame()).toBe(callers);
      run.back();
      expect(currentFrame()).toBe(later);
      run.leave();
      expect(currentFrame()).toBe(callers);
    });
  });
});
