import { crc32, deflateRawSync } from 'node:zlib';

/** A file to pack; what is not told is as usual. */
export type Packed = {
  name: string;
  content: string | Uint8Array;
  /** 0 is stored, 8 is deflated; others are written as if they were. */
  method?: number;
  encrypted?: boolean;
  /** Sizes stand behind the content, as where an archive is written to a pipe. */
  streamed?: boolean;
  /** Sizes and offsets stand in the extra field of ZIP64. */
  large?: boolean;
};

export type ZipForm = {
  /** Bytes in front of the archive, which offsets do not count. */
  before?: Uint8Array;
  comment?: string;
  /** Without the directory at its end. */
  cut?: boolean;
};

const u16 = (value: number): Buffer => Buffer.from(Uint16Array.of(value).buffer);
const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value >>> 0).buffer);
const u64 = (value: number): Buffer => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);

/** A ZIP archive, as APPNOTE.TXT has it. */
export function zipOf(files: Packed[], { before = Buffer.alloc(0), comment = '', cut = false }: ZipForm = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, method = 8, encrypted = false, streamed = false, large = false } of files) {
    const bytes = Buffer.from(content as string);
    const packed = method === 8 ? deflateRawSync(bytes) : bytes;
    const flags = u16((encrypted ? 1 : 0) | (streamed ? 8 : 0) | 0x800);
    const sizes = [u32(crc32(bytes)), u32(packed.length), u32(bytes.length)];
    const title = Buffer.from(name);
    const common = [u16(method), u16(0), u16(0)];
    const local = [
      Buffer.from('PK\x03\x04'),
      u16(20),
      flags,
      ...common,
      ...(streamed ? [u32(0), u32(0), u32(0)] : sizes),
      u16(title.length),
      u16(0),
      title,
      packed,
      ...(streamed ? [Buffer.from('PK\x07\x08'), ...sizes] : []),
    ];
    const extra = large
      ? Buffer.concat([u16(1), u16(24), u64(bytes.length), u64(packed.length), u64(at)])
      : Buffer.alloc(0);
    const ends = large ? [sizes[0]!, u32(0xffff_ffff), u32(0xffff_ffff)] : sizes;
    directory.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02'),
        u16(20),
        u16(20),
        flags,
        ...common,
        ...ends,
        u16(title.length),
        u16(extra.length),
        u16(0),
        u16(0),
        u16(0),
        u32(0),
        u32(large ? 0xffff_ffff : at),
        title,
        extra,
      ]),
    );
    locals.push(Buffer.concat(local));
    at += locals.at(-1)!.length;
  }
  const listed = Buffer.concat(directory);
  const count = u16(files.length);
  const end = [Buffer.from('PK\x05\x06'), u16(0), u16(0), count, count, u32(listed.length), u32(at)];
  const tail = cut ? [] : [listed, ...end, u16(comment.length), Buffer.from(comment)];
  return Buffer.concat([before, ...locals, ...tail]);
}

export type TarForm = {
  /** How long names are written. */
  names?: 'ustar' | 'gnu' | 'pax';
};

/** A tar archive (POSIX.1-2017, pax). */
export function tarOf(
  files: { name: string; content: string | Uint8Array; type?: string }[],
  form: TarForm = {},
): Buffer {
  const blocks: Buffer[] = [];
  for (const { name, content, type = '0' } of files) {
    const bytes = Buffer.from(content as string);
    if (form.names === 'gnu') blocks.push(tarFile('././@LongLink', Buffer.from(`${name}\0`), 'L'));
    if (form.names === 'pax') blocks.push(tarFile('PaxHeader', paxRecord('path', name), 'x'));
    blocks.push(tarFile(form.names === undefined ? name : name.slice(0, 99), bytes, type));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function tarFile(name: string, bytes: Buffer, type: string): Buffer {
  const header = Buffer.alloc(512);
  const slash = name.length > 100 ? name.lastIndexOf('/', 155) : -1;
  header.write(name.slice(slash + 1), 0, 'latin1');
  header.write('0000644\0', 100);
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(' '.repeat(8), 148);
  header.write(type, 156);
  header.write('ustar\x0000', 257, 'latin1');
  if (slash >= 0) header.write(name.slice(0, slash), 345, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

function paxRecord(key: string, value: string): Buffer {
  const rest = ` ${key}=${value}\n`;
  const length = rest.length + String(rest.length + 2).length;
  return Buffer.from(`${length}${rest}`);
}
