/** Kinds of files in which a value that merely looks random is seldom a secret. */
const QUIET: [RegExp, string][] = [
  [
    /(?:^|\/)(?:tests?|__tests__|spec|specs|testdata|fixtures?|__fixtures__|mocks?|__mocks__|e2e|testing)(?:\/|$)|[._-](?:test|spec|mock|fixture)s?\.[a-z]+$|(?:^|\/)test_[^/]+$|_test\.[a-z]+$|(?:^|\/)conftest\.py$/i,
    'the file is a test',
  ],
  [
    /(?:^|\/)(?:docs?|examples?|samples?|demos?|tutorials?)(?:\/|$)|\.(?:md|mdx|rst|adoc|ipynb)$|\.(?:example|sample|template|dist|tmpl)$|(?:^|\/)(?:README|CHANGELOG|HISTORY)[^/]*$/i,
    'the file is documentation or an example',
  ],
  [
    /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|Cargo\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|composer\.lock|Gemfile\.lock|go\.sum|flake\.lock|deno\.lock|packages\.lock\.json|Podfile\.lock|mix\.lock|pubspec\.lock)$/i,
    'the file is a lock file',
  ],
  [
    /(?:^|\/)(?:node_modules|vendor|third_party|bower_components|dist|build|out|\.next|\.nuxt|target)(?:\/|$)|\.min\.(?:js|css)$|[.-]bundle\.js$|\.(?:map|svg|snap|po|pot|xliff|arb|strings|csv|tsv)$/i,
    'the file is generated or comes from elsewhere',
  ],
  [/(?:^|\/)(?:locales?|i18n|lang|langs|translations?)(?:\/|$)/i, 'the file holds translations'],
];

/**
 * Whether a path lowers the confidence in a value that no provider's rule recognizes.
 *
 * @returns the reason, or null
 */
export function lowersConfidence(path: string): string | null {
  return QUIET.find(([pattern]) => pattern.test(path))?.[1] ?? null;
}
