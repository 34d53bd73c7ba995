import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
function n(e,t){return`${e}:${t}`}var r=["author","committer","tagger","tag","mergetag","other"];export{n as a,r as b};
