import { Transform, type TransformCallback } from 'node:stream';
import { STDIO_DEFAULT_MAX_BUFFER_SIZE, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import { ErrorCode, type RequestId, RequestIdSchema } from '@modelcontextprotocol/sdk/types.js';
import { withoutBom } from '../../core/json/byteOrderMark';
import { JsonTooDeepError, parseJson } from '../../core/json/parseJson';
import { isRecord } from '../../core/session/sessionFields';
import { type RequestMistake, requestMistake, unlike } from './requestMistake';

const LINE_END = 0x0a;
const NO_JSON = Symbol('no JSON');
const TOO_DEEP = Symbol('too deep');
const NOT_JSON: RequestMistake = {
  code: ErrorCode.ParseError,
  message: 'The line cannot be used: it is no JSON; each message is one line of JSON.',
};

/** What a client is told of a request that cannot be used. The id is null where the request has none that can be repeated. */
export interface RefusedRequest {
  readonly jsonrpc: '2.0';
  readonly id: RequestId | null;
  readonly error: RequestMistake;
}

/**
 * What a client sends, without the requests that the SDK cannot use. These are answered here: the SDK would not answer some of
 * them, so that the client waits for ever, and others with all that its validator has to say.
 */
export class AnsweredRequests extends Transform {
  private rest: Buffer = Buffer.alloc(0);

  /** @param answer sends a message to the client */
  constructor(private readonly answer: (refused: RefusedRequest) => void) {
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
    // What comes last may have no end of its line.
    if (this.rest.length > 0) this.push(this.passed(Buffer.concat([this.rest, Buffer.of(LINE_END)])));
    done();
  }

  private passRest(): void {
    this.push(this.rest);
    this.rest = Buffer.alloc(0);
  }

  /** The line as the SDK may have it. */
  private passed(line: Buffer): Buffer | string {
    const text = withoutBom(line.toString());
    if (text.trim() === '') return '';
    const message = parsed(text);
    if (message === TOO_DEEP) return text;
    if (message === NO_JSON) return this.refuse(null, NOT_JSON);
    if (Array.isArray(message))
      return this.refuse(null, unlike('it is a list; send each message on a line of its own'));
    if (!isRecord(message)) return this.refuse(null, unlike('it is no message of JSON-RPC 2.0'));
    if (!('method' in message) && ('result' in message || 'error' in message)) return text;
    if (typeof message.method === 'string' && !('id' in message)) return text;
    const id = RequestIdSchema.safeParse(message.id);
    if ('id' in message && !id.success) return this.refuse(null, unlike('its “id” must be a text or a whole number'));
    const isBare = hasNoArguments(message);
    const mistake = requestMistake(message);
    if (mistake) return this.refuse(id.success ? id.data : null, mistake);
    return isBare ? serializeMessage(message as never) : text;
  }

  private refuse(id: RequestId | null, { code, message }: RequestMistake): string {
    this.answer({ jsonrpc: '2.0', id, error: { code, message } });
    return '';
  }
}

/** Clients that have none say null. It is taken out then. */
function hasNoArguments({ params }: Record<string, unknown>): boolean {
  return isRecord(params) && params.arguments === null && delete params.arguments;
}

function parsed(line: string): unknown {
  try {
    return parseJson(line);
  } catch (error) {
    // The tools refuse that, with the id of the request.
    return error instanceof JsonTooDeepError ? TOO_DEEP : NO_JSON;
  }
}
