export { development } from './development.mjs';
export { heldBack } from './held-back.mjs';
