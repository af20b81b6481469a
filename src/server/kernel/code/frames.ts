import v8 from 'node:v8';

const LENGTH_BYTES = 4;

/**
 * A value as it is sent between the server and a process for a developer's code: its length, and a structured clone. Both are
 * written into one buffer, as an upload may be hundreds of megabytes, which are not copied once more for its length.
 */
export function frameOf(value: unknown): Buffer {
  const serializer = new v8.DefaultSerializer();
  serializer.writeRawBytes(Buffer.alloc(LENGTH_BYTES));
  serializer.writeHeader();
  serializer.writeValue(value);
  const frame = serializer.releaseBuffer();
  frame.writeUInt32LE(frame.length - LENGTH_BYTES);
  return frame;
}

/**
 * Reads frames from chunks of bytes. The other side runs a developer's code, which may write anything into the channel. So
 * a frame that is too long or malformed ends the reading, and is never kept. A frame is put together in one buffer of its
 * own, and its value has views of that buffer: large values are not copied again, and can be passed on with it.
 */
export class FrameReader {
  private readonly header = Buffer.alloc(LENGTH_BYTES);
  private headerBytes = 0;
  private frame: Buffer | undefined;
  private filled = 0;
  private isBroken = false;

  /**
   * @param longest maximum number of bytes of a frame
   * @param onFrame gets the value, and the bytes that it may have views of
   * @param onBroken called once with the reason when the bytes are no frames
   */
  constructor(
    private readonly longest: number,
    private readonly onFrame: (value: unknown, bytes: Buffer) => void,
    private readonly onBroken: (reason: string) => void,
  ) {}

  /** The length of the frame of which not all has arrived, in bytes. */
  get pendingBytes(): number {
    return this.frame?.length ?? 0;
  }

  add(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && !this.isBroken)
      at += this.frame ? this.fill(this.frame, chunk, at) : this.begin(chunk, at);
  }

  /** @returns how many bytes of the chunk were taken */
  private begin(chunk: Buffer, at: number): number {
    const taken = chunk.copy(this.header, this.headerBytes, at);
    this.headerBytes += taken;
    if (this.headerBytes < LENGTH_BYTES) return taken;
    this.headerBytes = 0;
    const length = this.header.readUInt32LE();
    if (length > this.longest) this.fail('it sent more at once than it may');
    else if (length === 0) this.fail('it sent what cannot be read');
    // A small buffer of Node's would be part of a larger one, which cannot be passed on.
    else this.frame = Buffer.allocUnsafeSlow(length);
    return taken;
  }

  private fill(frame: Buffer, chunk: Buffer, at: number): number {
    const taken = chunk.copy(frame, this.filled, at);
    this.filled += taken;
    if (this.filled === frame.length) this.finish(frame);
    return taken;
  }

  private finish(frame: Buffer): void {
    this.frame = undefined;
    this.filled = 0;
    let value: unknown;
    try {
      value = v8.deserialize(frame);
    } catch {
      this.fail('it sent what cannot be read');
      return;
    }
    this.onFrame(value, frame);
  }

  private fail(reason: string): void {
    this.isBroken = true;
    this.frame = undefined;
    this.onBroken(reason);
  }
}
