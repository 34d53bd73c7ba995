// Text with labels, put together and wrapped without losing where the labels are.

export const plain = (text) => ({ text, labels: [], spans: [] });

/** Several blocks after each other. `spans` tells which template each part came from. */
export function concat(blocks, separator = '') {
  let text = '';
  const labels = [];
  const spans = [];
  blocks.forEach((block, index) => {
    if (index > 0) text += separator;
    const offset = text.length;
    text += block.text;
    for (const label of block.labels) labels.push(moved(label, (at) => at + offset));
    for (const span of block.spans ?? []) spans.push(moved(span, (at) => at + offset));
    if (block.template) {
      spans.push({ start: offset, end: text.length, template: block.template, category: block.category });
    }
  });
  return { text, labels, spans };
}

/** The block with something before and after each line, and some characters written otherwise. */
export function mapText(block, { before = () => '', after = () => '', char = (c) => c }) {
  const places = new Array(block.text.length + 1);
  let text = '';
  let line = 0;
  let opened = false;
  for (let index = 0; index < block.text.length; index += 1) {
    if (!opened) {
      text += before(line, block.text[index] === '\n' ? '' : block.text[index]);
      opened = true;
    }
    places[index] = text.length;
    const c = block.text[index];
    if (c === '\n') {
      text += `${after(line)}\n`;
      opened = false;
      line += 1;
    } else text += char(c);
  }
  places[block.text.length] = text.length;
  const move = (at) => places[at];
  // The end of a range is behind its last character, not at the next one: a line's prefix may lie between.
  const last = (at) => (at === 0 ? places[0] : places[at - 1] + 1);
  return {
    text,
    labels: block.labels.map((label) => ({ ...label, start: move(label.start), end: last(label.end) })),
    spans: [
      ...(block.spans ?? []).map((span) => ({ ...span, start: move(span.start), end: last(span.end) })),
      ...(block.template ? [{ start: 0, end: text.length, template: block.template, category: block.category }] : []),
    ],
  };
}

export const indent = (block, by) => mapText(block, { before: (_line, rest) => (rest === '' ? '' : by) });

const moved = (range, move) => ({ ...range, start: move(range.start), end: move(range.end) });
