import { getHeapStatistics } from 'node:v8';

/** No string of Node's can be longer than about this. */
const LONGEST_STRING = 400 * 1024 * 1024;

/** `{},` in a list takes three bytes in a file, and was seen to take some thirty times that in memory: the worst that JSON can do. */
const WORST_GROWTH = 40;

/**
 * A document is read as a whole, and must find room in memory whatever it holds: 100 MB with the four gigabytes that Node takes
 * on most machines. Spans that are more come in lines, each of which is a document.
 */
export const LARGEST_DOCUMENT = Math.min(
  LONGEST_STRING,
  Math.floor(getHeapStatistics().heap_size_limit / WORST_GROWTH),
);
