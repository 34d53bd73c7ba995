// What stands where a secret could stand, and is none: references, messages, identifiers, paths.
import { capital } from './alphabets.mjs';

/** Makers out of a part's lists; the lists tell what $N and its kin stand for. */
export function lookAlikeMakers(lists, words) {
  const fill = (random, text) => {
    const word = words(random);
    return text
      .replaceAll('$N', () => word('noun'))
      .replaceAll('$M', () => capital(word('noun')))
      .replaceAll('$V', () => word('verb'))
      .replaceAll('$S', () => word('service').toUpperCase())
      .replaceAll('$T', () => random.pick(lists.secretWords))
      .replaceAll('$U', () => capital(random.pick(lists.secretWords)))
      .replaceAll('$W', () => random.pick(lists.secretWords).toUpperCase());
  };
  const from = (name) => (random) => fill(random, random.pick(lists[name]));
  return {
    message: from('messages'),
    call: from('calls'),
    phpcall: from('phpCalls'),
    member: from('members'),
    ident: from('idents'),
    typename: from('types'),
    file: from('files'),
    plainurl: from('urls'),
    label: from('labels'),
    setting: from('settings'),
    secretname: from('secretNames'),
  };
}
