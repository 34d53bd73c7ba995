/** Longer than any path that could be meant. (micromatch takes 65,536 characters.) */
export const MAX_GLOB = 4096;
