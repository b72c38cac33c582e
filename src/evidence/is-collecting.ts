/** Who takes in more for each piece of work than this collects. Two of one message are a hop more on its way. */
const FOR_EACH = 2;

/**
 * A handler that takes in one span's message after the other and works on some of them together: the last one that came
 * before that is not whose work it is. Who works for each of them starts as many spans.
 */
export function isCollecting(taken: number, spans: number): boolean {
  return taken > FOR_EACH * spans;
}
