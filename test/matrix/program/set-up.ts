/** The one file that differs between the cells: none of an SDK here, else one of `set-ups` in its place. */
export {};
