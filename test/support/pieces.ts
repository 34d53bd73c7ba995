/** A secret, and the literal beginning that everybody may see. */
export type Hidden = { name: string; value: string; prefix?: string };

/** So many characters in a row give part of a secret away. */
const PIECE = 6;

/** Every piece of a secret that nobody may see. A line break is in no piece: it is no part of a key. */
export function piecesOf({ value, prefix = '' }: Hidden): string[] {
  const pieces: string[] = [];
  for (const line of value.slice(prefix.length).split('\n')) {
    if (/^-----(?:BEGIN|END)/.test(line)) continue;
    for (let at = 0; at + PIECE <= line.length; at += 1) pieces.push(line.slice(at, at + PIECE));
  }
  return pieces;
}

/** Which of some secrets a text gives away, even in escapes or in base64. */
export function givenAway(text: string, hidden: readonly Hidden[]): string[] {
  const readings = [text, percentDecoded(text), text.replace(/\\(.)/g, '$1'), base64Decoded(text)];
  return hidden
    .filter((secret) => piecesOf(secret).some((piece) => readings.some((reading) => reading.includes(piece))))
    .map((secret) => secret.name);
}

function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('latin1'));
}

/** What whole strings of base64 say; paths that are not UTF-8 are given so. */
function base64Decoded(text: string): string {
  return (text.match(/[A-Za-z0-9+/]{8,}={0,2}/g) ?? [])
    .map((run) => Buffer.from(run, 'base64').toString('latin1'))
    .join('\n');
}
