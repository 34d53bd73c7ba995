// Templates are plain text with marks, so that they read like the files they stand for:
//
//   @@@ id | language | category [| path=PATTERN] [| whole]          begins a template
//   {{maker}} {{maker.style}} {{maker:argument}} {{maker#1.style}}   made text; with #1 the same text each time
//   {{=one|other}}                                                   one of these
//   {{+maker}} {{-maker}} {{~maker}}                                 made text with a label
//   {{(}} … {{)}}  {{<}} … {{>}}                                     a label round anything, other marks too
//
// Braces with a space, as other languages have them, are no marks. To a scanner a mark is a template's, and no
// secret, so that this folder may be scanned like any other.
// Labels: + or (…) is a secret, - or <…> a look-alike, ~ something that may be reported or not.
import { readdirSync, readFileSync } from 'node:fs';

const markBegins = /^\{\{[+\-~]?[=\w]/;
const groups = { '{{(}}': { kind: '+', end: '{{)}}' }, '{{<}}': { kind: '-', end: '{{>}}' } };

/** All templates of a folder of .txt files. */
export function readTemplates(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) => parseTemplates(readFileSync(new URL(name, folder), 'utf8'), name));
}

export function parseTemplates(source, name) {
  return source
    .split(/^@@@ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      const [id, language, category, ...options] = part
        .slice(0, end)
        .split(' | ')
        .map((field) => field.trim());
      if (!category)
        throw new Error(`${name}: a template needs an id, a language and a category: ${part.slice(0, end)}`);
      const text = `${part.slice(end + 1).replace(/\n+$/, '')}\n`;
      const path = options.find((option) => option.startsWith('path='))?.slice(5);
      const nodes = parse(text, `${name}: ${id}`);
      return {
        id,
        language,
        category,
        path,
        whole: options.includes('whole'),
        nodes,
        text,
        labels: countLabels(nodes),
      };
    });
}

function parse(text, where) {
  const root = { children: [] };
  const stack = [root];
  let plain = '';
  const flush = () => {
    if (plain) stack.at(-1).children.push(plain);
    plain = '';
  };
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (char === '{' && markBegins.test(text.slice(index, index + 4))) {
      flush();
      const end = text.indexOf('}}', index);
      if (end < 0) throw new Error(`${where}: a mark is not closed`);
      stack.at(-1).children.push(parseMark(text.slice(index + 2, end)));
      index = end + 1;
    } else if (text.slice(index, index + 5) in groups) {
      flush();
      const group = { ...groups[text.slice(index, index + 5)], children: [] };
      stack.at(-1).children.push(group);
      stack.push(group);
      index += 4;
    } else if (stack.length > 1 && text.startsWith(stack.at(-1).end, index)) {
      flush();
      stack.pop();
      index += 4;
    } else plain += char;
  }
  flush();
  if (stack.length > 1) throw new Error(`${where}: a label is not closed`);
  return root.children;
}

function parseMark(mark) {
  const kind = '+-~'.includes(mark[0]) ? mark[0] : undefined;
  const rest = kind ? mark.slice(1) : mark;
  if (rest.startsWith('=')) return { kind, choices: rest.slice(1).split('|') };
  const { maker, style, argument, again } =
    /^(?<maker>\w+)(?::(?<argument>[^#.]+))?(?:#(?<again>\w+))?(?:\.(?<style>\w+))?$/.exec(rest)?.groups ?? {};
  if (!maker) throw new Error(`not a mark: ${mark}`);
  return { kind, maker, style, argument, again };
}

function countLabels(nodes) {
  const count = { '+': 0, '-': 0, '~': 0 };
  const visit = (list) => {
    for (const node of list) {
      if (typeof node === 'string') continue;
      if (node.kind) count[node.kind] += 1;
      if (node.children) visit(node.children);
    }
  };
  visit(nodes);
  return count;
}

/**
 * Fills a template: its text, and its labels as half-open ranges of it.
 * @param make (mark, random) => { text, habit }
 */
export function render(template, make, random) {
  let text = '';
  const labels = [];
  const known = new Map();
  const label = (kind, start, habit) => {
    labels.push({
      kind,
      start,
      end: text.length,
      habit: habit ?? '',
      template: template.id,
      category: template.category,
      language: template.language,
    });
  };
  const visit = (nodes) => {
    for (const node of nodes) {
      if (typeof node === 'string') {
        text += node;
        continue;
      }
      const start = text.length;
      let habit = '';
      if (node.children) visit(node.children);
      else if (node.choices) text += random.pick(node.choices);
      else {
        const made = remembered(node);
        text += made.text;
        habit = made.habit;
      }
      if (node.kind) label(node.kind, start, habit);
    }
  };
  const remembered = (node) => {
    if (!node.again) return make(node, random, template.language);
    const name = `${node.maker}:${node.argument ?? ''}#${node.again}`;
    if (!known.has(name)) known.set(name, make({ ...node, style: undefined, raw: true }, random, template.language));
    return make({ ...node, made: known.get(name) }, random, template.language);
  };
  visit(template.nodes);
  return { text, labels, template: template.id, category: template.category };
}
