import type { Part } from './corpus.mjs';

export const development: Part;
export const heldBack: Part;
export const fresh: Part;
