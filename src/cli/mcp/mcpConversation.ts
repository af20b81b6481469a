import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  RootsListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { AgentTool } from '../../agent/agentTool';
import type { AgentWorkplace } from '../../agent/agentWorkplace';
import { ToolBox } from '../../agent/toolBox';
import { nearestWord } from '../../core/base/nearestWord';
import { ClientRoots } from './clientRoots';
import { ProgressNotes } from './progressNotes';
import { noneOfName, ProtocolRefusal } from './protocolRefusal';
import { METHODS } from './requestMistake';

/** What a conversation is begun with. */
export interface ConversationParts {
  readonly name: string;
  readonly version: string;
  /** Absolute. */
  readonly cwd: string;
  /** The folders that the call names, absolute. */
  readonly named: readonly string[];
  readonly workplace: Omit<AgentWorkplace, 'roots'>;
}

/** @param server the tool to begin with, for a server */
function instructions(server: 'listSessions' | 'startServer'): string {
  return `Session Workbench checks the session files of 4D mobile apps and emulates 4D mobile and web sessions, Mendix client sessions and token sessions of mobile apps in a dev server with a virtual clock. Begin with checkSessions for files, or ${server} for a server. When a call to the server is refused, explainRefusal says why. Secrets are covered in all answers.`;
}

interface Running {
  readonly tool: AgentTool;
  readonly cancel: AbortController;
  readonly ended: Promise<unknown>;
}

/**
 * One conversation over the Model Context Protocol. The schemas of the tools are JSON Schema already, so that it uses the
 * low-level server of the SDK, which takes them as they are.
 */
export class McpConversation {
  readonly server: Server;
  private readonly box: ToolBox;
  private readonly running = new Set<Running>();

  constructor({ name, version, cwd, named, workplace }: ConversationParts) {
    const roots = new ClientRoots(named, cwd, async () => {
      if (!this.server.getClientCapabilities()?.roots) return undefined;
      return (await this.server.listRoots()).roots.map(({ uri }) => uri);
    });
    this.box = new ToolBox({ ...workplace, roots: () => roots.roots() }, snakeCase);
    this.server = new Server(
      { name, version, title: 'Session Workbench' },
      {
        capabilities: { tools: {} },
        instructions: this.box.told(instructions(workplace.isLookingOnly ? 'listSessions' : 'startServer')),
      },
    );
    this.server.setNotificationHandler(RootsListChangedNotificationSchema, () => roots.forget());
    this.server.setRequestHandler(ListToolsRequestSchema, () => ({
      tools: this.box.tools.map((tool) => this.listed(tool)),
    }));
    this.server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
      const tool = this.box.tools.find((each) => this.box.nameOf(each.name) === params.name);
      if (!tool) {
        const names = this.box.tools.map((each) => this.box.nameOf(each.name));
        throw new ProtocolRefusal(ErrorCode.InvalidParams, noneOfName('tool', near(params.name, names), names));
      }
      const token = params._meta?.progressToken;
      const notes = new ProgressNotes((progress, total) => {
        if (token === undefined) return;
        const told = { progressToken: token, progress, ...(total !== undefined && { total }) };
        // A client that is gone needs no progress.
        void sendNotification({ method: 'notifications/progress', params: told }).catch(() => {});
      });
      return this.called(tool, params.arguments, signal, notes);
    });
    this.server.fallbackRequestHandler = async ({ method }) => {
      throw new ProtocolRefusal(ErrorCode.MethodNotFound, noneOfName('method', near(method, METHODS), METHODS));
    };
  }

  /** Waits for calls that only look, and ends the others. The client hears no more than their answers. */
  async end(): Promise<void> {
    for (const { tool, cancel } of this.running) if (!tool.effects.readOnlyHint) cancel.abort();
    await this.settled();
  }

  /** Ends all calls. */
  async cancel(): Promise<void> {
    for (const { cancel } of this.running) cancel.abort();
    await this.settled();
  }

  private async settled(): Promise<void> {
    await Promise.all([...this.running].map(({ ended }) => ended));
    // The SDK sends an answer after the call has ended.
    await new Promise((resolve) => setImmediate(resolve));
    await this.server.close();
  }

  private async called(tool: AgentTool, given: unknown, asked: AbortSignal, notes: ProgressNotes) {
    const cancel = new AbortController();
    const signal = AbortSignal.any([asked, cancel.signal]);
    const call = this.box.call(tool, given, { signal, progress: (done, total) => notes.report(done, total) });
    const running = { tool, cancel, ended: call };
    this.running.add(running);
    try {
      const outcome = await call;
      if ('refusal' in outcome) return { isError: true, content: [{ type: 'text' as const, text: outcome.refusal }] };
      const { structured, text } = outcome.answer;
      return { structuredContent: { ...structured }, content: [{ type: 'text' as const, text }] };
    } finally {
      this.running.delete(running);
    }
  }

  private listed(tool: AgentTool) {
    const { name, title, description, input, output, effects } = this.box.listed(tool);
    return {
      name,
      title,
      description,
      inputSchema: { ...input, properties: { ...input.properties }, required: [...(input.required ?? [])] },
      outputSchema: { ...output, properties: { ...output.properties }, required: [...(output.required ?? [])] },
      annotations: { title, ...effects },
    };
  }
}

function near(name: string, names: readonly string[]): string | undefined {
  return nearestWord(name, names, 'any');
}

/** Names of tools have this form in the protocol's examples: `check_sessions`. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
