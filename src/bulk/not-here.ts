/** Thrown at what is not read byte by byte, but by the ordinary readers. It has no stack, as nobody looks at one. */
export const NOT_HERE = Symbol('not here');
