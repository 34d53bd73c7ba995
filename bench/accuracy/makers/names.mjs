// Words of a name, written in the style that a language or a template asks for.
import { capital } from './alphabets.mjs';

const styles = {
  snake: (words) => words.join('_'),
  kebab: (words) => words.join('-'),
  dot: (words) => words.join('.'),
  flat: (words) => words.join(''),
  SCREAM: (words) => words.join('_').toUpperCase(),
  SHOUT: (words) => words.join('').toUpperCase(),
  camel: (words) => words.map((word, index) => (index ? capital(word) : word)).join(''),
  Pascal: (words) => words.map(capital).join(''),
  Ada: (words) => words.map(capital).join('_'),
  Train: (words) => words.map(capital).join('-'),
  space: (words) => words.join(' '),
  Space: (words) => capital(words.join(' ')),
};

const camelish = [
  [80, 'camel'],
  [10, 'SCREAM'],
  [5, 'snake'],
  [5, 'flat'],
];
const snakish = [
  [75, 'snake'],
  [15, 'SCREAM'],
  [5, 'camel'],
  [5, 'flat'],
];
const pascalish = [
  [55, 'Pascal'],
  [40, 'camel'],
  [5, 'flat'],
];
const kebabish = [
  [35, 'kebab'],
  [30, 'snake'],
  [25, 'camel'],
  [10, 'flat'],
];
const dotted = [
  [45, 'dot'],
  [20, 'kebab'],
  [15, 'snake'],
  [20, 'camel'],
];
const screaming = [[1, 'SCREAM']];

/** The habits of each language; what is not named here writes snake_case. */
const habits = {
  javascript: camelish,
  typescript: camelish,
  jsx: camelish,
  minified: camelish,
  java: camelish,
  kotlin: camelish,
  scala: camelish,
  go: camelish,
  swift: camelish,
  objc: camelish,
  dart: camelish,
  groovy: camelish,
  haskell: camelish,
  graphql: camelish,
  plist: pascalish,
  csharp: pascalish,
  vbnet: pascalish,
  powershell: pascalish,
  xml: kebabish,
  html: kebabish,
  css: kebabish,
  yaml: kebabish,
  helm: camelish,
  kubernetes: kebabish,
  properties: dotted,
  dotenv: screaming,
  bash: [
    [70, 'SCREAM'],
    [30, 'snake'],
  ],
  batch: screaming,
  dockerfile: screaming,
  compose: screaming,
  'github-actions': screaming,
  'gitlab-ci': screaming,
  jenkinsfile: screaming,
  json: [
    [40, 'camel'],
    [35, 'snake'],
    [10, 'kebab'],
    [10, 'Pascal'],
    [5, 'flat'],
  ],
};

export function writeName(words, style, language, random) {
  const chosen = style ?? random.weighted(habits[language] ?? snakish);
  const write = styles[chosen];
  if (!write) throw new Error(`no such style: ${chosen}`);
  return write(words);
}

/** The style that a language mostly uses. */
export const mainStyle = (language) => (habits[language] ?? snakish)[0][1];
