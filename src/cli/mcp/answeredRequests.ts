import { Transform, type TransformCallback } from 'node:stream';
import { STDIO_DEFAULT_MAX_BUFFER_SIZE, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import { type JSONRPCMessage, RequestIdSchema } from '@modelcontextprotocol/sdk/types.js';
import { parseJson } from '../../core/json/parseJson';
import { isRecord } from '../../core/session/sessionFields';
import { requestMistake } from './requestMistake';

const LINE_END = 0x0a;

/**
 * What a client sends, without the requests that the SDK cannot use. These are answered here: the SDK would not answer some of
 * them, so that the client waits for ever, and others with all that its validator has to say.
 */
export class AnsweredRequests extends Transform {
  private rest: Buffer = Buffer.alloc(0);

  /** @param answer sends a message to the client */
  constructor(private readonly answer: (message: JSONRPCMessage) => void) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, start)) {
      const line = Buffer.concat([this.rest, chunk.subarray(start, end + 1)]);
      this.rest = Buffer.alloc(0);
      start = end + 1;
      this.push(this.passed(line));
    }
    this.rest = Buffer.concat([this.rest, chunk.subarray(start)]);
    // The SDK ends the conversation then.
    if (this.rest.length > STDIO_DEFAULT_MAX_BUFFER_SIZE) this.passRest();
    done();
  }

  override _flush(done: TransformCallback): void {
    this.passRest();
    done();
  }

  private passRest(): void {
    this.push(this.rest);
    this.rest = Buffer.alloc(0);
  }

  /** The line as the SDK may have it. */
  private passed(line: Buffer): Buffer | string {
    const request = parsed(line.toString());
    if (!isRecord(request) || !('method' in request) || !('id' in request)) return line;
    const id = RequestIdSchema.safeParse(request.id);
    if (!id.success) return line;
    const isBare = hasNoArguments(request);
    const mistake = requestMistake(request);
    if (!mistake) return isBare ? serializeMessage(request as never) : line;
    this.answer({ jsonrpc: '2.0', id: id.data, error: { ...mistake } });
    return '';
  }
}

/** Clients that have none say null. It is taken out then. */
function hasNoArguments({ params }: Record<string, unknown>): boolean {
  return isRecord(params) && params.arguments === null && delete params.arguments;
}

/** The SDK tells of what is no JSON. */
function parsed(line: string): unknown {
  try {
    return parseJson(line);
  } catch {
    return undefined;
  }
}
