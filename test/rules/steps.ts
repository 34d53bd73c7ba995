import { type AST, RegExpParser } from '@eslint-community/regexpp';

/**
 * Counts what a backtracking matcher does, step by step: a regular expression is compiled to a small
 * program, repeats unrolled, and each instruction that is executed is a step. JavaScript's own engine
 * works the same way, but tells nobody how long it takes.
 */
export type Counted = { matched: boolean; steps: number };

type Instruction =
  | { op: 'one'; takes: (letter: string) => boolean }
  | { op: 'fork'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { op: 'look'; program: Instruction[]; behind: boolean; negate: boolean }
  | { op: 'edge'; kind: 'start' | 'end' | 'word'; negate: boolean }
  | { op: 'done' };

/** More steps than this are called endless. */
const ENDLESS = 5_000_000;

export function counter(source: string, flags: string): (text: string, at: number) => Counted {
  const program = compile(new RegExpParser().parsePattern(source).alternatives, flags);
  return (text, at) => {
    const budget = { left: ENDLESS };
    const matched = run(program, text, at, budget) !== null;
    return { matched, steps: ENDLESS - budget.left };
  };
}

function compile(alternatives: AST.Alternative[], flags: string, backwards = false): Instruction[] {
  const program: Instruction[] = [];
  emitAlternatives(alternatives);
  program.push({ op: 'done' });
  return program;

  function emitAlternatives(list: AST.Alternative[]): void {
    const exits: { op: 'jump'; to: number }[] = [];
    list.forEach((alternative, index) => {
      const fork = { op: 'fork' as const, first: program.length + 1, second: 0 };
      if (index < list.length - 1) program.push(fork);
      for (const element of backwards ? [...alternative.elements].reverse() : alternative.elements) emit(element);
      if (index === list.length - 1) return;
      const exit = { op: 'jump' as const, to: 0 };
      exits.push(exit);
      program.push(exit);
      fork.second = program.length;
    });
    for (const exit of exits) exit.to = program.length;
  }

  function emit(element: AST.Element): void {
    switch (element.type) {
      case 'Group':
      case 'CapturingGroup':
        emitAlternatives(element.alternatives);
        return;
      case 'Quantifier': {
        for (let i = 0; i < element.min; i += 1) emit(element.element);
        const forks: { op: 'fork'; first: number; second: number }[] = [];
        for (let i = element.min; i < element.max; i += 1) {
          const fork = { op: 'fork' as const, first: program.length + 1, second: 0 };
          forks.push(fork);
          program.push(fork);
          emit(element.element);
        }
        for (const fork of forks) {
          fork.second = program.length;
          if (!element.greedy) [fork.first, fork.second] = [fork.second, fork.first];
        }
        return;
      }
      case 'Assertion':
        if (element.kind === 'lookahead' || element.kind === 'lookbehind') {
          const behind = element.kind === 'lookbehind';
          program.push({
            op: 'look',
            program: compile(element.alternatives, flags, behind),
            behind,
            negate: element.negate,
          });
        } else program.push({ op: 'edge', kind: element.kind, negate: element.kind === 'word' && element.negate });
        return;
      default: {
        const pattern = new RegExp(`^(?:${element.raw})$`, flags);
        const known = new Map<string, boolean>();
        program.push({
          op: 'one',
          takes: (letter) => {
            let takes = known.get(letter);
            takes ??= pattern.test(letter);
            known.set(letter, takes);
            return takes;
          },
        });
      }
    }
  }
}

/** Where a match that begins at `at` ends; null where there is none. */
function run(
  program: Instruction[],
  text: string,
  at: number,
  budget: { left: number },
  backwards = false,
): number | null {
  const stack: number[] = [0, at];
  while (stack.length > 0) {
    let index = stack.pop()!;
    let pc = stack.pop()!;
    for (let alive = true; alive; ) {
      if (--budget.left <= 0) return null;
      const instruction = program[pc]!;
      pc += 1;
      switch (instruction.op) {
        case 'done':
          return index;
        case 'one': {
          const letter = text[backwards ? index - 1 : index];
          if (letter === undefined || !instruction.takes(letter)) alive = false;
          else index += backwards ? -1 : 1;
          break;
        }
        case 'fork':
          stack.push(instruction.second, index);
          pc = instruction.first;
          break;
        case 'jump':
          pc = instruction.to;
          break;
        case 'look':
          alive = (run(instruction.program, text, index, budget, instruction.behind) !== null) !== instruction.negate;
          break;
        case 'edge':
          alive = isEdge(instruction.kind, text, index) !== instruction.negate;
      }
    }
  }
  return null;
}

function isEdge(kind: 'start' | 'end' | 'word', text: string, index: number): boolean {
  if (kind !== 'word') return index === (kind === 'start' ? 0 : text.length);
  const isWord = (letter: string | undefined): boolean => letter !== undefined && /\w/.test(letter);
  return isWord(text[index - 1]) !== isWord(text[index]);
}

/**
 * A text that the pattern matches, with as many repeats as it may have (up to a limit), and one
 * letter wherever it is taken: the most ways to divide it.
 */
export function sample(source: string, flags: string, favourite: string, repeats: number): string {
  const letters = [favourite, ...'aA0_-.=/+ "\':\\,{}<>\n@'];
  const takes = (raw: string, letter: string): boolean => new RegExp(`^(?:${raw})$`, flags).test(letter);
  const pick = (raw: string): string => {
    const listed = letters.find((letter) => takes(raw, letter));
    if (listed !== undefined) return listed;
    for (let code = 0; code < 256; code += 1)
      if (takes(raw, String.fromCharCode(code))) return String.fromCharCode(code);
    throw new Error(`nothing matches ${raw}`);
  };
  const write = (element: AST.Element): string => {
    switch (element.type) {
      case 'Group':
      case 'CapturingGroup':
        return any(element.alternatives);
      case 'Quantifier': {
        const times = Math.max(element.min, Math.min(element.max, repeats));
        return write(element.element).repeat(times);
      }
      case 'Assertion':
        return '';
      default:
        return pick(element.raw);
    }
  };
  const any = (alternatives: AST.Alternative[]): string => {
    const texts = alternatives.map((alternative) => alternative.elements.map(write).join(''));
    return texts.find((text) => text.includes(favourite)) ?? texts[0]!;
  };
  return any(new RegExpParser().parsePattern(source).alternatives);
}
