/** The empty list: where there are many things without something, they share one. */
export const none: readonly never[] = Object.freeze([]);
