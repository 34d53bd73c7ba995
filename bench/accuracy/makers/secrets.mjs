// Makers of secrets out of a part's own habits, in the forms that files hold them.
import { base64 } from './alphabets.mjs';
import { privateKey, privateKeyLine } from './keys.mjs';
import { awsId, awsSecret, jwt } from './tokens.mjs';

/** A habit is `[weight, name, (random, plain) => text]`: `plain` gives words. */
const fromHabits = (habits) => (random, plain) => {
  const [, name, make] = random.weighted(habits.map((habit) => [habit[0], habit]));
  return { text: make(random, plain), habit: name };
};

/** The makers that give secrets. */
export function secretMakers({ passwords, keys, salts, providers }) {
  const password = fromHabits(passwords);
  const key = fromHabits(keys);
  const salt = fromHabits(salts);
  const only = (make, fits) => (random, _argument, plain) => {
    for (;;) {
      const made = make(random, plain);
      if (fits(made.text)) return made;
    }
  };
  return {
    pw: (random, _argument, plain) => password(random, plain),
    // Without characters that a shell, a URL or a format would need escaped.
    pwword: only(password, (text) => /^[\w.-]+$/.test(text)),
    pwquoted: only(password, (text) => /^[^\s'"\\$`!&<>]+$/.test(text)),
    pwurl: (random, _argument, plain) => {
      const made = password(random, plain);
      return { ...made, text: encodeURIComponent(made.text) };
    },
    // As people paste it: with the marks that a URL should not hold.
    pwraw: only(password, (text) => /^[^\s/@:?#'"\\<>&]+$/.test(text)),
    strongpw: only(password, (text) => text.length >= 8 && /\d/.test(text) && /[A-Za-z]/.test(text)),
    key: (random, _argument, plain) => key(random, plain),
    longkey: only(key, (text) => text.length >= 24),
    hexkey: only(key, (text) => /^[0-9a-f]{32,}$/.test(text)),
    salt: (random, _argument, plain) => salt(random, plain),
    token: (random, argument) => {
      const name = argument ?? random.pick(Object.keys(providers));
      return { text: providers[name](random), habit: name };
    },
    awsid: (random) => ({ text: awsId(random), habit: 'aws id' }),
    awssecret: (random) => ({ text: awsSecret(random), habit: 'aws secret' }),
    jwt: (random) => ({ text: jwt(random), habit: 'jwt' }),
    freshjwt: (random) => ({ text: jwt(random, { exp: 2_100_000_000 + random.below(1_000_000) }), habit: 'jwt' }),
    pem: (random, argument) => privateKey(random, argument),
    pem4: (random, argument) => {
      const made = privateKey(random, argument);
      return { ...made, text: made.text.replaceAll('\n', '\n    ') };
    },
    pemline: (random, argument) => privateKeyLine(random, argument),
    basic: (random, argument, plain) => {
      const made = password(random, plain);
      return {
        text: base64(Buffer.from(`${argument ?? plain('user')}:${made.text}`)),
        habit: `base64 of ${made.habit}`,
      };
    },
    pwbase64: (random, _argument, plain) => {
      const made = password(random, plain);
      return { text: base64(Buffer.from(made.text)), habit: `base64 of ${made.habit}` };
    },
    keybase64: (random, _argument, plain) => {
      const made = key(random, plain);
      return { text: base64(Buffer.from(made.text)), habit: `base64 of ${made.habit}` };
    },
    bytes: (random, argument) => ({
      text: Array.from(random.bytes(Number(argument ?? 16)), (byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(
        ', ',
      ),
      habit: 'bytes',
    }),
  };
}
