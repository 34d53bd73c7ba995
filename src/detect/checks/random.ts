import { entropy, guessBits } from '../../domain/strength.ts';
import { type Check, NO } from './check.ts';

/** Names that say by themselves that the value is one to keep. */
const STRONG_NAME =
  /secret|passw|passwd|pwd|api[-_.]?key|apikey|access[-_.]?key|private[-_.]?key|auth[-_.]?(?:key|token)|access[-_.]?token|bearer|client[-_.]?secret|signing[-_.]?key|encryption[-_.]?key|webhook[-_.]?(?:secret|token)|bot[-_.]?token|refresh[-_.]?token/i;

/** Names of things that are public, or that only identify. */
const PUBLIC_NAME =
  /public|pubkey|pub[-_]|csrf|xsrf|nonce|salt$|hash|digest|checksum|sha\d|md5|fingerprint|integrity|commit|revision|version|etag|uuid|guid|[-_.]id$|Id$|ID$|name$|[-_.]url$|Url$|uri$|path$|file$|type$|label|title|message|description|placeholder|prefix|suffix|pattern|regex|format|length|size|count|index|expir|ttl|timeout|field|header$|param|column|table|class|style|css|color|icon|image|token[-_.]?(?:type|count|limit|budget|usage|address|list|symbol|mint)|max[-_.]?token|num[-_.]?token|(?:input|output|prompt|completion|total)[-_.]?token|key[-_.]?(?:code|down|up|press|bind|board|word|frame|id|name|path|file|type|alias|size|length|ring)|keyword|primary[-_.]?key|foreign[-_.]?key|partition[-_.]?key|sort[-_.]?key|cache[-_.]?key|map[-_.]?key|i18n|locale|translation|tokeniz|secret[-_.]?(?:name|id|ref|arn|path|manager|key[-_.]?ref)|password[-_.]?(?:field|input|label|hint|reset|policy|length|strength|confirm)/i;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** RFC 3339, 5.6, with or without a zone. */
const TIMESTAMP = /^\d{4}-\d\d-\d\d[T_ ]\d\d:?\d\d(?::?\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/i;

/**
 * Whether a value that some name calls secret looks as if a machine had drawn it. For rules that
 * know nothing else about it.
 */
export const randomLooking: Check = ({ value, name, quoted }) => {
  if (PUBLIC_NAME.test(name)) return NO;
  const strong = STRONG_NAME.test(name);
  if (UUID.test(value) && !strong) return NO;
  if (/^[\d.,:+-]+$/.test(value) || TIMESTAMP.test(value)) return NO;
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return NO;
  // Code, prose and markup have spaces and brackets; keys have none.
  if (/[\s(){}<>[\]"'`;,\\]/.test(value)) return NO;
  if (isIdentifier(value)) return NO;
  const bits = guessBits(value);
  const perCharacter = entropy(value);
  const hex = /^[0-9a-f]+$/i.test(value);
  if (bits < 56 || perCharacter < (hex ? 2.8 : 3.2)) return NO;
  if (hex && !strong && (value.length === 32 || value.length === 40 || value.length === 64)) return NO;
  const reason = `its ${value.length} characters look random (${perCharacter.toFixed(1)} bits each)`;
  return { ok: true, reason, confidence: strong && (quoted ? bits >= 60 : bits >= 90) ? 'medium' : 'low' };
};

/** A part of a name that is harder to guess than this was drawn. */
const DRAWN_PART = 48;

/** Words joined as programs join them (`sodium_crypto_pwhash_str`), and nothing random between them. */
function isIdentifier(value: string): boolean {
  const parts = value.split(/[_.:/-]+/).filter((part) => part !== '');
  const words = parts.filter((part) => /^(?:[a-z]{2,}|[A-Z]{2,}|[A-Z][a-z]+|[a-z]+(?:[A-Z][a-z]+)+)$/.test(part));
  const drawn = parts.some((part) => !words.includes(part) && guessBits(part) >= DRAWN_PART);
  return parts.length >= 2 && words.length >= parts.length / 2 && !drawn;
}
