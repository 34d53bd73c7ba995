import type { RuleBook } from '../domain/rule.ts';
import { compileProviders } from './compile.ts';
import { providerSchema, type RuleSource } from './schema.ts';
import { readLocated } from './yaml.ts';

/** The text of one file of `rules/`. */
export type ProviderFile = { name: string; text: string };

/**
 * Reads and compiles provider files. The build calls this once; nothing at run time does.
 *
 * @throws ClawbackError `bad-rule` with the file, the line and what is allowed
 */
export function loadProviders(files: ProviderFile[]): RuleBook {
  const places = new Map<RuleSource, string>();
  const providers = files.map((file) => {
    const { value: provider, at } = readLocated(file.text, file.name, providerSchema, 'bad-rule');
    if (file.name.split('/').at(-1) !== `${provider.id}.yaml`) {
      throw new Error(`${file.name}: a provider file is named after its id, "${provider.id}.yaml"`);
    }
    for (const [index, rule] of provider.rules.entries()) places.set(rule, at(['rules', index]));
    return provider;
  });
  return compileProviders(providers, (rule) => places.get(rule)!);
}
