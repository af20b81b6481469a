import path from 'node:path';
import zlib from 'node:zlib';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import type { IndexedPixels } from './page/indexedPixels';

const repository = path.resolve(__dirname, '../../../..');
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BITS = 8;
const WITH_PALETTE = 3;

/** Makes pictures of windows half as large as a browser does, as they have few colours. */
export class SmallPng {
  private constructor(private readonly code: string) {}

  static async load(): Promise<SmallPng> {
    const built = await build({
      entryPoints: [path.join(repository, 'test/ui/pictures/page/indexedPixels.ts')],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'indexed',
    });
    return new SmallPng(built.outputFiles[0]?.text ?? '');
  }

  /** @param page any page, in which the picture is read */
  async of(page: Page, png: Buffer): Promise<Buffer> {
    const { width, height, palette, pixels } = await this.read(page, png);
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header.set([BITS, WITH_PALETTE], 8);
    const bytes = Buffer.from(pixels, 'base64');
    // Each line begins with its filter, which is none.
    const lines = Array.from({ length: height }, (_, line) => [
      Buffer.from([0]),
      bytes.subarray(line * width, (line + 1) * width),
    ]);
    const data = zlib.deflateSync(Buffer.concat(lines.flat()), { level: 9 });
    const chunks = [
      chunk('IHDR', header),
      chunk('PLTE', Buffer.from(palette, 'base64')),
      chunk('IDAT', data),
      chunk('IEND', Buffer.alloc(0)),
    ];
    return Buffer.concat([SIGNATURE, ...chunks]);
  }

  /** The pixels of a picture, in few colours. */
  read(page: Page, png: Buffer): Promise<IndexedPixels> {
    return page.evaluate<IndexedPixels>(
      `(() => { ${this.code}; return indexed.indexedPixels(${JSON.stringify(png.toString('base64'))}); })()`,
    );
  }
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(zlib.crc32(named));
  return Buffer.concat([length, named, sum]);
}
