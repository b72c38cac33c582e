/**
 * A span as sixteen words of 32 bits, the same in memory, in temporary files and between threads: of millions there is no
 * object. Ids are the words that they are written as, first digits first; a parent of zeros is none.
 */
export const ROW_WORDS = 16;
export const ROW_BYTES = ROW_WORDS * 4;
/** The same counted in doubles, as times are. */
export const ROW_DOUBLES = ROW_WORDS / 2;

/** Words of a row. */
export const TRACE = 0;
export const SPAN = 4;
export const PARENT = 6;
/** Numbers of what is kept once: see `Encoder`. */
export const NAME = 12;
export const MAKER = 13;
/** 0: none. */
export const LINKS = 14;
export const FLAGS = 15;

/** Doubles of a row, in milliseconds. Not a number: no such time. */
export const START = 4;
export const END = 5;

/** Bits of `FLAGS`. */
export const KIND_BITS = 7;
export const STATUS_SHIFT = 3;
export const STATUS_BITS = 3;
/** It is known whether the parent was remote. */
export const REMOTE_KNOWN = 1 << 5;
export const REMOTE = 1 << 6;
export const SHARED = 1 << 7;
/** Above: which one it is of the piece that it came in. */
export const NUMBER_SHIFT = 8;

/** Texts and makers have numbers of the thread that met them, which stands in the uppermost bits. */
export const THREAD_SHIFT = 29;
export const NUMBER_BITS = 2 ** THREAD_SHIFT - 1;
export const MOST_THREADS = 8;
