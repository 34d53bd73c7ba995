import type { RuleBook } from '../domain/rule.ts';
import { compileProviders } from './compile.ts';
import { providerSchema } from './schema.ts';
import { readYaml } from './yaml.ts';

/** The text of one file of `rules/`. */
export type ProviderFile = { name: string; text: string };

/**
 * Reads and compiles provider files. The build calls this once; nothing at run time does.
 *
 * @throws ClawbackError `bad-rule` with the file, the line and what is allowed
 */
export function loadProviders(files: ProviderFile[]): RuleBook {
  const providers = files.map((file) => {
    const provider = readYaml(file.text, file.name, providerSchema, 'bad-rule');
    if (file.name.split('/').at(-1) !== `${provider.id}.yaml`) {
      throw new Error(`${file.name}: a provider file is named after its id, "${provider.id}.yaml"`);
    }
    return provider;
  });
  return compileProviders(providers);
}
