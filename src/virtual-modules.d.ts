// Made by scripts/virtual-modules.mjs when the program is built or tested.
declare module 'clawback:rules' {
  const rules: import('./domain/rule.ts').Rule[];
  export default rules;
}
declare module 'clawback:rule-texts' {
  const texts: import('./domain/rule.ts').RuleText[];
  export default texts;
}
declare module 'clawback:apis' {
  const apis: import('./domain/api.ts').ProviderApi[];
  export default apis;
}
declare module 'clawback:rarity' {
  /** The model of src/detect/rarity, in base64. */
  const model: string;
  export default model;
}
declare module 'clawback:words' {
  /** Lower-case words of three letters and more, with a space between. */
  const words: string;
  export default words;
}
