export { development } from './development.mjs';
export { fresh } from './fresh.mjs';
export { heldBack } from './held-back.mjs';
