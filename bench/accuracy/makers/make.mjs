// One function that fills every mark of a template, for one part of the corpus.
import { lookAlikeMakers } from './look-alikes.mjs';
import { mainStyle, writeName } from './names.mjs';
import { plainMakers } from './plain.mjs';
import { secretMakers } from './secrets.mjs';

/** @param part its word lists, names and habits of secrets */
export function makersOf(part) {
  const plain = plainMakers(part.words);
  const innocent = { ...plain, ...lookAlikeMakers(part.lookAlikes, makeWordOf(plain)) };
  // A part may have secrets of forms that no other has.
  const secrets = { ...secretMakers(part), ...part.makers };
  const makeWord = makeWordOf(plain);
  return (node, random, language) => {
    if (node.made) return restyle(node.made, node, language, random);
    if (node.maker in secrets) return secrets[node.maker](random, node.argument, makeWord(random));
    if (node.maker in part.names) return named(random.pick(part.names[node.maker]), node, language, random);
    if (node.maker in innocent) {
      const text = innocent[node.maker](random, node.argument);
      // What is not a secret's name follows its language more strictly.
      if (Array.isArray(text))
        return named(text, { ...node, style: node.style ?? mainStyle(language) }, language, random);
      return named([text], node, language, random, true);
    }
    throw new Error(`no maker is called ${node.maker}`);
  };
}

const makeWordOf = (plain) => (random) => (maker) => plain[maker](random);

/** A name in its style, or for one that comes again, its words. */
function named(words, node, language, random, single = false) {
  const list = Array.isArray(words) ? words : words.split(' ');
  if (node.raw) return { words: list, single, text: list.join(' '), habit: '' };
  if (single && !node.style) return { text: list[0], habit: '' };
  return { text: writeName(list, node.style, language, random), habit: '' };
}

function restyle(made, node, language, random) {
  if (!made.words) return made;
  return named(made.words, { style: node.style }, language, random, made.single);
}
