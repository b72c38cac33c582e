import type { PageData } from '../page-data.js';

/** As many as the style has colours for; more begin anew. */
const COLOURS = 6;

export function laneName(data: PageData, index: number): string {
  const lane = data.lanes[index];
  if (!lane) return '';
  return lane.thread === 0 ? `process ${lane.process}` : `process ${lane.process}, thread ${lane.thread}`;
}

export function laneClass(index: number): string {
  return `lane-${index % COLOURS}`;
}
