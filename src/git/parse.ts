import { HEADERS, type Header } from '../domain/blob.ts';
import type { RawPath } from './path.ts';

/** An entry of a tree object. */
export type TreeEntry = { mode: number; name: RawPath; idAt: number };

/** A link to a commit of another repository: not an object of this one. */
export const GITLINK = 0o160000;

/** Calls back for each entry of a tree object; stops quietly where the object is cut off. */
export function eachTreeEntry(bytes: Uint8Array, idLength: number, visit: (entry: TreeEntry) => void): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < buffer.length) {
    const space = buffer.indexOf(32, at);
    const zero = space < 0 ? -1 : buffer.indexOf(0, space);
    if (zero < 0 || zero + 1 + idLength > buffer.length) return;
    let mode = 0;
    for (let i = at; i < space; i += 1) mode = mode * 8 + (buffer[i]! - 48);
    visit({ mode, name: buffer.toString('latin1', space + 1, zero), idAt: zero + 1 });
    at = zero + 1 + idLength;
  }
}

/** The headers of a commit or tag object, and where its message begins. */
export type ObjectHeaders = { headers: [name: string, value: string][]; messageAt: number };

/** Reads headers; continued lines (signatures) belong to the header before them. */
export function readHeaders(bytes: Uint8Array): ObjectHeaders {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.indexOf('\n\n');
  const text = buffer.toString('utf8', 0, end < 0 ? buffer.length : end);
  const headers: [string, string][] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith(' ')) continue;
    const space = line.indexOf(' ');
    headers.push(space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)]);
  }
  return { headers, messageAt: end < 0 ? buffer.length : end + 2 };
}

/** How a commit or tag object is laid out: headers with their ends in bytes, then the message. */
export type MessageLayout = { headers: { name: Header; end: number }[]; linesBefore: number };

export function readLayout(bytes: Uint8Array): MessageLayout {
  const { messageAt } = readHeaders(bytes);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, messageAt);
  const layout: MessageLayout = { headers: [], linesBefore: 0 };
  for (let at = 0; at < messageAt; ) {
    const newline = buffer.indexOf(10, at);
    const end = newline < 0 ? messageAt : newline + 1;
    if (newline >= 0) layout.linesBefore += 1;
    const last = layout.headers.at(-1);
    if (last && buffer[at] === 32) last.end = end;
    else layout.headers.push({ name: headerName(buffer.toString('latin1', at, end)), end });
    at = end;
  }
  return layout;
}

/** One of the known names: whatever else a forged object has there is not to be shown. */
function headerName(line: string): Header {
  return HEADERS.find((name) => line.startsWith(`${name} `)) ?? 'other';
}

/** The header that a byte of an object belongs to; null in its message. */
export function headerAt({ headers }: MessageLayout, offset: number): Header | null {
  return headers.find(({ end }) => offset < end)?.name ?? null;
}

/** What a commit or tag says about itself. */
export type CommitFacts = { tree: string; parents: string[]; author: string; date: string; seconds: number };

export function readCommit(bytes: Uint8Array): CommitFacts {
  const facts: CommitFacts = { tree: '', parents: [], author: '', date: '', seconds: 0 };
  for (const [name, value] of readHeaders(bytes).headers) {
    if (name === 'tree') facts.tree = value;
    else if (name === 'parent') facts.parents.push(value);
    else if (name === 'author' || name === 'tagger') Object.assign(facts, readIdentity(value));
    else if (name === 'committer') facts.seconds = Number(/ (\d+) [+-]\d{4}$/.exec(value)?.[1] ?? 0);
  }
  return facts;
}

/** `Name <address> seconds zone`: the name, and the time as ISO 8601 in its own zone. */
function readIdentity(value: string): { author: string; date: string } {
  const match = /^(.*?) ?<[^>]*> (\d+) ([+-])(\d{2})(\d{2})$/.exec(value);
  if (!match) return { author: value.replace(/ ?<.*/, ''), date: '' };
  const [, author, seconds, sign, hours, minutes] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const shift = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60;
  const time = new Date((Number(seconds) + shift) * 1000);
  if (Number.isNaN(time.getTime())) return { author, date: '' };
  return { author, date: `${time.toISOString().slice(0, 19)}${sign}${hours}:${minutes}` };
}

/** What a tag object points at. */
export function readTag(bytes: Uint8Array): { object: string; type: string; name: string } {
  const facts = { object: '', type: '', name: '' };
  for (const [name, value] of readHeaders(bytes).headers) {
    if (name === 'object') facts.object = value;
    else if (name === 'type') facts.type = value;
    else if (name === 'tag') facts.name = value;
  }
  return facts;
}
