import type { AgentWorkplace } from './agentWorkplace';

/** The schema of an object, in JSON Schema. It goes to the model as it is. */
export interface ObjectSchema {
  readonly type: 'object';
  readonly properties: { readonly [name: string]: object };
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
}

/** What a tool does to the world, in the words of the Model Context Protocol. Who calls it asks the user by these. */
export interface ToolEffects {
  /** It only looks. */
  readonly readOnlyHint: boolean;
  /** It may end or replace what is there. */
  readonly destructiveHint: boolean;
  /** A second call with the same arguments changes nothing more. */
  readonly idempotentHint: boolean;
  /** It reaches more than the given folders and the dev server. */
  readonly openWorldHint: boolean;
}

/** Effects of a tool that only looks. */
export const ONLY_LOOKS: ToolEffects = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** What a tool is called with. */
export interface ToolCall<I> {
  /** Valid by the input schema of the tool. */
  readonly input: I;
  readonly workplace: AgentWorkplace;
  readonly signal: AbortSignal;
  /** Tells how far long work is. The total is absent while nobody knows it. */
  readonly progress: (done: number, total?: number) => void;
}

/** What a tool answers: the same for programs and for people. */
export interface ToolAnswer {
  /** Valid by the output schema of the tool. */
  readonly structured: { readonly [name: string]: unknown };
  /** A few lines of English. */
  readonly text: string;
}

/** One thing that an agent can do with this product. It is the same over MCP and in the editor. */
export interface AgentTool {
  /** In camel case: `checkSessions` is the tool `check_sessions` over MCP. */
  readonly name: string;
  readonly title: string;
  /** For the model: when to use it, and what it gives. */
  readonly description: string;
  readonly input: ObjectSchema;
  readonly output: ObjectSchema;
  readonly effects: ToolEffects;
  /** @throws ToolRefusal */
  use(call: ToolCall<unknown>): Promise<ToolAnswer>;
}

/** Declares a tool whose input has the type `I`, as its schema says it. */
export function agentTool<I>(
  tool: Omit<AgentTool, 'use'> & { use(call: ToolCall<I>): Promise<ToolAnswer> },
): AgentTool {
  return { ...tool, use: (call) => tool.use(call as ToolCall<I>) };
}

/** A tool cannot do what was asked. The message says in one sentence what is wrong and how to go on. */
export class ToolRefusal extends Error {
  override readonly name = 'ToolRefusal';
}
