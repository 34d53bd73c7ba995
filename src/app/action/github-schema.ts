import * as z from 'zod';

/** What a run shows on GitHub, each with its default: the only place where that stands. */
export const githubDefaults = z.strictObject({
  comment: z.enum(['never', 'on-findings', 'always']).default('on-findings').describe('The comment on a pull request.'),
  'review-comments': z
    .enum(['off', 'file', 'suggest'])
    .default('off')
    .describe('Comments on the files of a pull request; "suggest": on the lines, whose mails show the secret.'),
  annotations: z.boolean().default(true),
  'job-summary': z.boolean().default(true),
  'warn-only': z.boolean().default(false).describe('Leaks do not fail the job.'),
  'upload-sarif': z.boolean().default(false).describe('Findings go to code scanning.'),
  category: z.string().max(60).default('').describe('Tells runs on one pull request apart.'),
});

export const githubShape = {
  comment: githubDefaults.shape.comment.unwrap(),
  'review-comments': githubDefaults.shape['review-comments'].unwrap(),
  annotations: z.boolean(),
  'job-summary': z.boolean(),
  'warn-only': z.boolean(),
  'upload-sarif': z.boolean(),
  category: githubDefaults.shape.category.unwrap(),
} as const;

/** The same in a configuration file, where nothing has a default. */
export const githubConfig = z.strictObject(githubShape).partial();
