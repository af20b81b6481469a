import v8 from 'node:v8';

const LENGTH_BYTES = 4;

/** A value as it is sent between the server and a process for a developer's code: its length, and a structured clone. */
export function frameOf(value: unknown): Buffer {
  const bytes = v8.serialize(value);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/**
 * Reads frames from chunks of bytes. The other side runs a developer's code, which may write anything into the channel. So
 * a frame that is too long or malformed ends the reading, and is never kept.
 */
export class FrameReader {
  private chunks: Buffer[] = [];
  private bytes = 0;
  private isBroken = false;

  /**
   * @param longest maximum number of bytes of a frame
   * @param onBroken called once with the reason when the bytes are no frames
   */
  constructor(
    private readonly longest: number,
    private readonly onFrame: (value: unknown) => void,
    private readonly onBroken: (reason: string) => void,
  ) {}

  add(chunk: Buffer): void {
    if (this.isBroken) return;
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    for (let length = this.nextLength(); length !== undefined; length = this.nextLength()) {
      if (length > this.longest) {
        this.fail(`it sent more at once than it may`);
        return;
      }
      if (this.bytes < LENGTH_BYTES + length) return;
      const all = Buffer.concat(this.chunks);
      const rest = all.subarray(LENGTH_BYTES + length);
      this.chunks = rest.length > 0 ? [rest] : [];
      this.bytes = rest.length;
      let value: unknown;
      try {
        value = v8.deserialize(all.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
      } catch {
        this.fail('it sent what cannot be read');
        return;
      }
      this.onFrame(value);
    }
  }

  /** The length of the next frame. Undefined while it has not arrived. */
  private nextLength(): number | undefined {
    if (this.isBroken || this.bytes < LENGTH_BYTES) return undefined;
    const [first] = this.chunks;
    if (first && first.length >= LENGTH_BYTES) return first.readUInt32LE();
    this.chunks = [Buffer.concat(this.chunks)];
    return this.chunks[0]?.readUInt32LE();
  }

  private fail(reason: string): void {
    this.isBroken = true;
    this.chunks = [];
    this.bytes = 0;
    this.onBroken(reason);
  }
}
