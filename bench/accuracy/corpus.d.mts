export type Part = {
  name: string;
  /** Measured only: no line and no template of it is printed. */
  hidden?: boolean;
  names: Record<string, string[]>;
  passwords: [number, string, unknown][];
  keys: [number, string, unknown][];
};

/** A half-open range of a file's text: + a secret, - a look-alike, ~ neither. */
export type Label = {
  kind: '+' | '-' | '~';
  start: number;
  end: number;
  template: string;
  category: string;
  language: string;
};
export type CorpusFile = { path: string; text: string; language: string; labels: Label[] };
export type Template = { id: string; text: string; category: string; labels: Record<'+' | '-' | '~', number> };

export function buildCorpus(part: Part, seed: string): { files: CorpusFile[]; templates: Template[] };
