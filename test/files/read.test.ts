import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ClawbackError } from '../../src/domain/errors.ts';
import { MAX_FILE, readFile, readStdin } from '../../src/files/read.ts';
import { temporaryFolder } from '../support/repository.ts';

describe('readFile', () => {
  it('gives the bytes of a file, whatever they are', () => {
    const path = join(temporaryFolder(), 'a');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        writeFileSync(path, bytes);
        expect(readFile(path)).toEqual({ is: 'content', bytes: Buffer.from(bytes), changed: false });
      }),
    );
  });

  it('takes a name in bytes', () => {
    const name = Buffer.concat([Buffer.from(`${temporaryFolder()}/caf`), Buffer.from([0xe9])]);
    writeFileSync(name, 'x');
    expect(readFile(name)).toMatchObject({ is: 'content', bytes: Buffer.from('x') });
  });

  it('gives the target of a link, in bytes, and never what it leads to', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'real'), 'content');
    for (const target of ['real', '/etc/passwd', 'nowhere', '.', 'zoë']) {
      const link = join(folder, `to ${target.replaceAll('/', '')}`);
      symlinkSync(target, link);
      expect(readFile(link)).toEqual({ is: 'content', bytes: Buffer.from(target), changed: false });
    }
  });

  it('opens nothing that is no file', async () => {
    const folder = temporaryFolder();
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    mkdirSync(join(folder, 'folder'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve));
    onTestFinished(() => void server.close());
    for (const what of ['pipe', 'folder', 'socket'])
      expect(readFile(join(folder, what))).toEqual({ is: 'other', what });
    expect(readFile('/dev/zero')).toEqual({ is: 'other', what: 'device' });
  });

  it('says that a file is gone, or that what was a folder is a file now', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a'), '');
    expect(readFile(join(folder, 'b'))).toEqual({ is: 'gone' });
    expect(readFile(join(folder, 'a/b'))).toEqual({ is: 'gone' });
  });

  it('says why it cannot read', () => {
    const folder = temporaryFolder();
    expect(readFile(join(folder, 'n'.repeat(300)))).toEqual({ is: 'unreadable', why: 'its name is too long' });
    writeFileSync(join(folder, 'huge'), '');
    truncateSync(join(folder, 'huge'), MAX_FILE + 1);
    expect(readFile(join(folder, 'huge'))).toEqual({ is: 'unreadable', why: 'it is larger than 1 GiB' });
  });

  it('reads to the end of a file whose size says nothing', () => {
    const read = readFile('/proc/self/status');
    expect(read.is === 'content' && Buffer.from(read.bytes).toString()).toMatch(/^Name:/);
  });
});

describe('readStdin', () => {
  async function* chunks(...list: Buffer[]): AsyncGenerator<Buffer> {
    yield* list;
  }

  it('puts together what comes in pieces', async () => {
    expect(await readStdin(chunks())).toEqual(Buffer.alloc(0));
    expect(await readStdin(chunks(Buffer.from('zo\xc3', 'latin1'), Buffer.from('\xab', 'latin1')))).toEqual(
      Buffer.from('zoë'),
    );
  });

  it('refuses more than a scan can hold, as an error that tells its reader so', async () => {
    // The same piece again and again, so that the test holds one of them only.
    const piece = Buffer.alloc(1 << 26);
    const error = await readStdin(chunks(...Array(17).fill(piece))).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ClawbackError);
    expect((error as Error).message).toMatch(/standard input is larger than 1 GiB/);
  });
});
