import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { type CallToolResult, ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { CLI } from './commandLine';

export interface AgentOptions {
  readonly cwd: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Folders that the client tells as its roots; none unless given. */
  readonly roots?: readonly string[];
}

/** An agent: the SDK's own client, with the real command line as its server. */
export class TestAgent {
  private stderr = '';

  private constructor(
    readonly client: Client,
    readonly transport: StdioClientTransport,
  ) {
    transport.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
  }

  static async connect({ cwd, args = [], env = {}, roots }: AgentOptions): Promise<TestAgent> {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('SESSION_WORKBENCH_'));
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [CLI, 'mcp', ...args],
      cwd,
      env: { ...(Object.fromEntries(inherited) as Record<string, string>), ...env },
      stderr: 'pipe',
    });
    const client = new Client({ name: 'test', version: '1' }, { capabilities: roots ? { roots: {} } : {} });
    if (roots) client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: roots.map((uri) => ({ uri })) }));
    const agent = new TestAgent(client, transport);
    await client.connect(transport);
    // The client knows the output schemas from the list, and refuses what is not as they say.
    await client.listTools();
    return agent;
  }

  /** What the command line wrote beside the protocol. */
  get complaints(): string {
    return this.stderr;
  }

  async call(name: string, args: Record<string, unknown> = {}): Promise<CallToolResult> {
    return (await this.client.callTool({ name, arguments: args })) as CallToolResult;
  }

  /** The structured content of a call that must succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it reads
  async ask(name: string, args: Record<string, unknown> = {}): Promise<any> {
    const result = await this.call(name, args);
    assert.notEqual(result.isError, true, textOf(result));
    return result.structuredContent;
  }

  /** The sentence of a call that must be refused. */
  async refusal(name: string, args: Record<string, unknown> = {}): Promise<string> {
    const result = await this.call(name, args);
    assert.equal(result.isError, true, textOf(result));
    return textOf(result);
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

export function textOf({ content }: CallToolResult): string {
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}
