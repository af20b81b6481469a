import {
  CallToolRequestSchema,
  ErrorCode,
  InitializeRequestSchema,
  JSONRPCMessageSchema,
  ListToolsRequestSchema,
  PingRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { isRecord } from '../../core/session/sessionFields';

/** The answer to a request that cannot be used. */
export interface RequestMistake {
  readonly code: ErrorCode;
  /** One sentence. */
  readonly message: string;
}

/** What the protocol has for the requests that are answered here. */
const REQUESTS = new Map(
  Object.entries({
    initialize: InitializeRequestSchema,
    ping: PingRequestSchema,
    'tools/list': ListToolsRequestSchema,
    'tools/call': CallToolRequestSchema,
  }),
);

/** The methods that a client may ask for. */
export const METHODS = [...REQUESTS.keys()];

/** The kinds of values that the SDK expects, in words. */
const EXPECTED = new Map([
  ['object', 'an object'],
  ['record', 'an object'],
  ['string', 'a text'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
]);

/** What is wrong with a request; undefined if nothing is. */
export function requestMistake(request: Readonly<Record<string, unknown>>): RequestMistake | undefined {
  const { method, params } = request;
  if (method === undefined) return unlike('it must have “method”');
  if (typeof method !== 'string') return unlike('its “method” must be a text');
  if (params !== undefined && !isRecord(params)) return wrong('“params” must be an object');
  const [issue] = REQUESTS.get(method)?.safeParse(request).error?.issues ?? [];
  if (issue) {
    const name = `“${issue.path.map(String).join('.')}”`;
    if (isMissing(request, issue.path)) return wrong(`it must have ${name}`);
    const expected = issue.code === 'invalid_type' ? EXPECTED.get(issue.expected) : undefined;
    return wrong(expected ? `${name} must be ${expected}` : `${name} is not as the protocol has it`);
  }
  return JSONRPCMessageSchema.safeParse(request).success ? undefined : unlike('it is no message of JSON-RPC 2.0');
}

/** The mistake of what is no request at all. */
export function unlike(what: string): RequestMistake {
  return { code: ErrorCode.InvalidRequest, message: `The request cannot be used: ${what}.` };
}

function wrong(what: string): RequestMistake {
  return { code: ErrorCode.InvalidParams, message: `The request cannot be used: ${what}.` };
}

function isMissing(request: unknown, path: readonly PropertyKey[]): boolean {
  let value = request;
  for (const name of path) value = isRecord(value) ? value[String(name)] : undefined;
  return value === undefined;
}
